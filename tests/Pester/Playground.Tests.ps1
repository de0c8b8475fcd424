BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $program = Get-ChildItem "$root/src/Daytona.Playground/bin/*/net10.0/Daytona.Playground.dll" |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    Set-Content "$TestDrive/it.ps1" 'param($Name, [switch] $All) "$Name $All $((Get-DaytonaSnapshot).Count -gt 5)"; exit 7'
}

Describe 'The playground' {
    It 'ends with the outcome of commands: <Expected> of <Command>' -ForEach @(
        @{ Command = 'Get-DaytonaSnapshot nosuch'; Expected = 1 }
        @{ Command = "Get-DaytonaSnapshot nosuch; 'went on'"; Expected = 0 }
    ) {
        dotnet $program.FullName -Command $Command *> $null
        $LASTEXITCODE | Should -Be $Expected
    }

    It 'runs a script with its arguments, and ends as it does<Where>' -ForEach @(
        @{ Where = ''; Options = @() }
        @{ Where = ', also without a pwsh'; Options = @('-InProcess') }
    ) {
        dotnet $program.FullName @Options -File "$TestDrive/it.ps1" "it's" -All | Should -Be "it's True True"
        $LASTEXITCODE | Should -Be 7
    }

    It 'fails where there is no such script' {
        $said = dotnet $program.FullName -File "$TestDrive/nosuch.ps1" 2>&1
        $LASTEXITCODE | Should -Be 2
        "$($said[0])" | Should -BeLike 'There is no script *nosuch.ps1.'
    }
}
