BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $manifest = "$PSScriptRoot/../../Daytona.Snapshots.psd1"
    $shell = (Get-Process -Id $PID).Path
}

AfterAll { Stop-Server }

Describe 'The module' {
    It 'has cmdlets alone' {
        (Get-Command -Module Daytona.Snapshots).CommandType | Select-Object -Unique | Should -Be Cmdlet
    }

    It 'has help with a synopsis, parameters and examples for each cmdlet' {
        foreach ($command in Get-Command -Module Daytona.Snapshots) {
            $help = Get-Help $command.Name -Full
            $help.Synopsis | Should -Not -BeNullOrEmpty -Because $command.Name
            $help.Synopsis | Should -Not -Match "^\s*$($command.Name) " -Because "$($command.Name) has a synopsis of its own"
            @($help.examples.example).Count | Should -BeGreaterThan 0 -Because $command.Name
        }
    }

    It 'makes its types known with the import' {
        & $shell -NoProfile -Command "Import-Module '$manifest'; [Daytona.Snapshots.Image].FullName" | Should -Be Daytona.Snapshots.Image
    }

    It 'imports beside another Newtonsoft.Json, and both work' {
        & $shell -NoProfile -Command "
            [Newtonsoft.Json.JsonConvert]::SerializeObject(@(1)) | Out-Null
            Import-Module '$manifest'
            Get-DaytonaSnapshot | Out-Null
            `$versions = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Newtonsoft.Json' }
            @(`$versions).Count
            [Newtonsoft.Json.JsonConvert]::SerializeObject(@(1))" | Should -Be '2', '[1]'
    }

    It 'fails a script whose last command fails' {
        & $shell -NoProfile -Command "Import-Module '$manifest'; Get-DaytonaSnapshot no-such" 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 1
    }

    It 'ends a script that is not to go on' {
        & $shell -NoProfile -Command "Import-Module '$manifest'; `$ErrorActionPreference = 'Stop'; Get-DaytonaSnapshot no-such; 'went on'" 2>&1 |
            Should -Not -Contain 'went on'
    }

    It 'tells a wrong key in one line' {
        $key = ConvertTo-SecureString wrong -AsPlainText -Force
        { Connect-Daytona -ApiKey $key } | Should -Throw -ErrorId 'CredentialRefused,*'
        $Error[0].Exception.Message | Should -Not -Match '\n'
    }
}
