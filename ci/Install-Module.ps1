# Unpacks the module from the zip in MODULE_PACKAGE, a path or a URL, and offers it to the later steps of the job.
# azure-devops/snapshot.yml has the same lines, because an agent gets only the template; a test compares them.
$ErrorActionPreference = 'Stop'
try {
    $temp = ($env:RUNNER_TEMP, $env:AGENT_TEMPDIRECTORY).Where({ $_ }, 'First')[0]
    $cache = ($env:RUNNER_TOOL_CACHE, $env:AGENT_TOOLSDIRECTORY, $temp).Where({ $_ }, 'First')[0]
    $from = $zip = $env:MODULE_PACKAGE
    $isUrl = $zip -match '^https?://'
    if ($isUrl) {
        $from = ([uri] $zip).GetComponents('SchemeAndServer, Path', 'UriEscaped')
        $sums = "$temp/daytona-snapshots-sums.txt"
        Invoke-WebRequest ([uri]::new([uri] $zip, 'SHA256SUMS.txt')) -OutFile $sums -MaximumRetryCount 3
        $name = [regex]::Escape(($from -split '/')[-1])
        $hash = Get-Content $sums | ForEach-Object { if ($_ -match "^([0-9a-f]{64}) [ *]$name$") { $Matches[1] } }
        if (-not $hash) { throw "SHA256SUMS.txt beside $from has no line for the file." }
    } else {
        $zip = (Resolve-Path -LiteralPath $zip).ProviderPath
        $hash = (Get-FileHash $zip).Hash.ToLowerInvariant()
    }
    $folder = [IO.Path]::Combine($cache, 'daytona-snapshots', $hash.Substring(0, 16))
    $isCached = Test-Path $folder
    if (-not $isCached) {
        if ($isUrl) {
            Invoke-WebRequest $zip -OutFile "$temp/daytona-snapshots.zip" -MaximumRetryCount 3
            $zip = "$temp/daytona-snapshots.zip"
            if ((Get-FileHash $zip).Hash -ne $hash) { throw "$from does not have the checksum in SHA256SUMS.txt beside it." }
        }
        # Other jobs of this machine may do the same.
        $new = "$folder.$([guid]::NewGuid())"
        [IO.Compression.ZipFile]::ExtractToDirectory($zip, $new)
        if (-not (Test-Path "$new/Daytona.Snapshots")) { throw 'The zip is not that of a release: it has no folder Daytona.Snapshots.' }
        try { [IO.Directory]::Move($new, $folder) } catch { if (-not (Test-Path $folder)) { throw } }
    }
    $module = "$folder/Daytona.Snapshots"
    Write-Host "Daytona.Snapshots $((Get-ChildItem $module -Directory).Name) from $from$(if ($isCached) { ' (in the tool cache)' })"
    $env:DAYTONA_SNAPSHOTS_MODULE = $module
    if ($env:GITHUB_ENV) {
        $path = "$folder$([IO.Path]::PathSeparator)$env:PSModulePath"
        "DAYTONA_SNAPSHOTS_MODULE=$module", "PSModulePath=$path" >> $env:GITHUB_ENV
    } else {
        # Not PSModulePath: the agent converts names to upper case, which is another variable on Linux.
        Write-Host "##vso[task.setvariable variable=DAYTONA_SNAPSHOTS_MODULE]$module"
    }
} catch {
    $problem = "The module could not be installed from '$from' (input package): $_" -replace '\r?\n', ' '
    if ($env:TF_BUILD) { Write-Host "##vso[task.logissue type=error]$($problem.Replace('%', '%AZP25'))" } else { Write-Host "::error title=Daytona.Snapshots::$($problem.Replace('%', '%25'))" }
    throw
}
