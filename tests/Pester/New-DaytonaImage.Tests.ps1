BeforeAll {
    Import-Module "$PSScriptRoot/../../Daytona.Snapshots.psd1" -Force
}

AfterAll { Remove-Module Daytona.Snapshots }

Describe 'New-DaytonaImage' {
    BeforeAll {
        New-Item -ItemType Directory "$TestDrive/docker" | Out-Null
        Set-Content "$TestDrive/docker/Dockerfile" 'FROM alpine:3.20'
    }

    BeforeEach { Push-Location $TestDrive }

    AfterEach { Pop-Location }

    It 'reads a Dockerfile by a path relative to Set-Location, not to the process' {
        [Environment]::CurrentDirectory = [IO.Path]::GetTempPath()
        (New-DaytonaImage -Dockerfile docker/Dockerfile).Contexts.Source | Should -Be (Get-Item "$TestDrive/docker").FullName
    }

    It 'reads a Dockerfile on a drive and in the home folder' {
        (New-DaytonaImage -Dockerfile TestDrive:/docker/Dockerfile).Dockerfile | Should -Match '^FROM alpine:3\.20'
        # The user's own folder may be read-only.
        $provider = Get-PSProvider FileSystem
        $before = $provider.Home
        $provider.Home = "$TestDrive"
        try { (New-DaytonaImage -Dockerfile ~/docker/Dockerfile).Dockerfile | Should -Match '^FROM alpine:3\.20' }
        finally { $provider.Home = $before }
    }

    It 'reads a Dockerfile that this shell wrote' {
        'FROM alpine:3.20', 'RUN ls' | Out-File Dockerfile
        (New-DaytonaImage -Dockerfile Dockerfile).Dockerfile | Should -Be "FROM alpine:3.20`nRUN ls`n"
    }

    It 'shows the Dockerfile line by line' {
        New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run ls | Out-String | Should -Match '(?s)FROM alpine:3\.20\r?\n\s+RUN ls'
    }
}
