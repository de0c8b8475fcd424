BeforeAll {
    Import-Module "$PSScriptRoot/../../Daytona.Snapshots.psd1" -Force
}

AfterAll { Remove-Module Daytona.Snapshots }

Describe 'Get-DaytonaBuildContext' {
    BeforeAll {
        New-Item -ItemType Directory "$TestDrive/app" | Out-Null
        Set-Content "$TestDrive/app/main.py" 'print(1)' -NoNewline
        Set-Content "$TestDrive/app/a.log" '1'
    }

    It 'reads a .dockerignore that this shell wrote' {
        'app', '!app/main.py' | Out-File "$TestDrive/.dockerignore"
        (Get-DaytonaBuildContext $TestDrive).ArchivePath | Should -Be .dockerignore, app/main.py
    }

    It 'shows modes as chmod does' -Skip:$IsWindows {
        chmod 750 "$TestDrive/app/main.py"
        (Get-DaytonaBuildContext "$TestDrive/app" | Where-Object ArchivePath -eq main.py).Mode | Should -Be 0x1E8
        Get-DaytonaBuildContext "$TestDrive/app" | Out-String | Should -Match '(?m)^ *750 +8 main\.py'
    }
}
