#!/usr/bin/env bash
# Runs both commands of the README on the machines of others: from fresh clones of HEAD, under each of the conditions below.
#
#   tests/AnyMachine/run.sh                   each condition, with the tests that it could break
#   tests/AnyMachine/run.sh --full            with all tests
#   tests/AnyMachine/run.sh blanks together   some conditions
#   tests/AnyMachine/run.sh --list            their names
#
# What concerns the build gets a clone of its own. What concerns a run uses the first clone, once it is built. "together" are all that do not
# exclude each other. It prints a line for each condition; the logs of what fails are kept. It needs Linux, git, the .NET SDK and, for
# another user, root.
set -u
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //; s|/*$||')
# A project without one of them is no failure.
tests=(--ignore-exit-code 8 --filter-class '*Playground*' '*GetDaytonaSnapshotTests' '*ConnectDaytonaTests' '*PackageTests' '*HelpTests' '*PageTests'
    '*ProcessTests' '*BuildContext*' '*Registries*' '*Pester*')

# Conditions of the build. A condition changes: folder, environment (for env), user (a command before everything), and what is prepared in $parent.
nuget_packages() { environment+=("NUGET_PACKAGES=$packages"); }
nuget_packages_slash() { environment+=("NUGET_PACKAGES=$packages/"); }
global_packages_folder() { write_configuration "<config><add key=\"globalPackagesFolder\" value=\"$packages\" /></config>"; }
global_packages_folder_slash() { write_configuration "<config><add key=\"globalPackagesFolder\" value=\"$packages/\" /></config>"; }
second_source() { write_configuration "<packageSources><add key=\"second\" value=\"${SECOND_SOURCE:-https://www.nuget.org/api/v2/}\" /></packageSources>"; }
artifacts_path() { environment+=("ArtifactsPath=$parent/artifacts"); }
parent_files() {
    for name in Build.props Build.targets Packages.props; do
        echo '<Project><Target Name="Foreign" BeforeTargets="Build;Restore"><Error Text="A file above the clone is used." /></Target></Project>' >"$parent/Directory.$name"
    done
}
blanks() { folder='a clone with ñ'; }
archive() { fetch() { git -C "$root" archive HEAD | tar -x -C "$1"; }; }
crlf() { fetch() { git -c core.autocrlf=true -c core.eol=crlf clone -q "$root" "$1"; }; }
other_user() {
    [ "$(id -u)" -eq 0 ] || { skip='only root can run as another user'; return; }
    mkdir -p "$parent/home"
    environment+=("HOME=$parent/home" "NUGET_PACKAGES=$(shared_packages)")
    user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
}
read_only_home() {
    other_user
    [ -z "$skip" ] || return
    environment+=("HOME=/proc" "DOTNET_CLI_HOME=$parent/home")
}

# Conditions of a run.
home_unset() { environment=(-u HOME "${environment[@]}"); }
temporary_folder() { mkdir -p "$parent/tmp ñ"; environment+=("TMPDIR=$parent/tmp ñ"); }
turkish() { environment+=(LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8); }
language_c() { environment+=(LANG=C LC_ALL=C); }
dumb_terminal() { environment+=(TERM=dumb); }
no_terminal() { user=(setsid --wait); }
ci() { environment+=(CI=true GITHUB_ACTIONS=true); }
proxy() { environment+=(http_proxy=http://nowhere.invalid:1 https_proxy=http://nowhere.invalid:1 HTTP_PROXY=http://nowhere.invalid:1); }
interrupt_ignored() { user=(sh -c 'trap "" INT; exec "$@"' sh); }
older_pwsh() { write_pwsh '#!/bin/sh
echo PowerShell 6.2.7'; }
foreign_pwsh() { write_pwsh 'MZ: a program of another system'; }
hanging_pwsh() { write_pwsh '#!/bin/sh
exec sleep 1000'; }
port_in_use() {
    dotnet "$first/src/Daytona.LocalServer/bin/Debug/net10.0/Daytona.LocalServer.dll" --port 4000 >"$parent/server" 2>&1 &
    background=$!
}

together() {
    blanks; archive; nuget_packages; second_source; artifacts_path; parent_files; temporary_folder; turkish; dumb_terminal; ci; interrupt_ignored; older_pwsh
}

builds=(nuget_packages nuget_packages_slash global_packages_folder global_packages_folder_slash second_source artifacts_path parent_files blanks archive
    crlf other_user read_only_home together)
runs=(home_unset temporary_folder turkish language_c dumb_terminal no_terminal ci proxy interrupt_ignored older_pwsh foreign_pwsh hanging_pwsh port_in_use)

# Parts of one nuget.config in the parent folder.
write_configuration() {
    configuration+="$1"
    echo "<configuration>$configuration</configuration>" >"$parent/nuget.config"
}
write_pwsh() {
    mkdir -p "$parent/path"
    echo "$1" >"$parent/path/pwsh"
    chmod +x "$parent/path/pwsh"
    environment+=("PATH=$parent/path:$PATH")
}
# Packages that another user can read.
shared_packages() {
    [ -d "$work/packages" ] || cp -r --reflink=auto "$packages" "$work/packages"
    echo "$work/packages"
}

# Runs a command as the condition says.
as_there() { (cd "$clone" && "${user[@]}" env "${environment[@]}" "$@") </dev/null; }

check() {
    local condition=$1 parent=$work/$1 folder=clone environment=(DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en) user=() configuration='' skip='' background=''
    local clone begin=$SECONDS outcome log
    fetch() { git clone -q "$root" "$1"; }
    mkdir -p "$parent"
    log=$parent/log
    "$condition"
    if [ -n "$skip" ]; then
        echo "$condition: skipped, because $skip"
        return 0
    fi
    if [[ " ${runs[*]} " == *" $condition "* ]]; then
        clone=$first
    else
        clone=$parent/$folder
        mkdir -p "$clone"
        fetch "$clone"
        [ ${#user[@]} -eq 0 ] || [ "${user[0]}" != setpriv ] || chown -R 65534:65534 "$parent"
    fi
    as_there dotnet run --project src/Daytona.Playground >"$log" 2>&1
    local tour=$?
    as_there dotnet test "${tests[@]}" >>"$log" 2>&1
    local test=$?
    [ -z "$background" ] || kill "$background"
    # Without the colors that the tests have in CI.
    sed -i -E 's/\x1b\[[0-9;]*m//g' "$log"
    count() { sed -nE "s/^ +$1: ([0-9]+)\$/\1/p" "$log" | tail -1; }
    outcome="the tour ends with $tour, the tests with $test: $(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
    echo "$condition: $outcome ($((SECONDS - begin)) s)"
    if [ $tour -eq 0 ] && [ $test -eq 0 ]; then
        [ "$clone" = "$first" ] || rm -rf "$clone" "$parent/artifacts"
    else
        grep -E ' error [A-Z]|^failed |Unhandled|warning ' "$log" | sort -u | head -20
        echo "  see $log"
        return 1
    fi
}

chosen=()
for argument; do
    case $argument in
        --full) tests=() ;;
        --list) printf '%s\n' "${builds[@]}" "${runs[@]}"; exit ;;
        *) chosen+=("${argument//-/_}") ;;
    esac
done
[ ${#chosen[@]} -gt 0 ] || chosen=("${builds[@]}" "${runs[@]}")

work=$(mktemp -d /tmp/any-machine-XXXXXX)
chmod 755 "$work"

# A clone under no condition, for those of a run.
first=$work/first
for condition in "${chosen[@]}"; do
    if [[ " ${runs[*]} " == *" $condition "* ]] && [ ! -d "$first" ]; then
        git clone -q "$root" "$first"
        (cd "$first" && dotnet build -v q -nologo) >"$work/first.log" 2>&1 || { echo "The build fails, see $work/first.log."; exit 1; }
    fi
done

failed=0
for condition in "${chosen[@]}"; do check "$condition" || failed=$((failed + 1)); done
echo "${#chosen[@]} conditions, $failed failed"
[ $failed -gt 0 ] || rm -rf "$work"
exit $((failed > 0))
