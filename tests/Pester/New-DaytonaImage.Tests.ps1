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

    It 'uses Python 3.12 by default' {
        (New-DaytonaImage).Dockerfile | Should -BeLike "FROM python:3.12.10-slim-bookworm`nRUN apt-get update`n*"
    }

    It 'accepts a version that is a number' {
        (New-DaytonaImage -PythonVersion 3.10).Dockerfile | Should -BeLike "FROM python:3.10.17-slim-bookworm`n*"
    }

    It 'reads a Dockerfile by a path relative to Set-Location, not to the process' {
        [Environment]::CurrentDirectory = [IO.Path]::GetTempPath()
        (New-DaytonaImage -Dockerfile docker/Dockerfile).Contexts.Source | Should -Be (Get-Item "$TestDrive/docker").FullName
    }

    It 'reads a Dockerfile on a drive and in the home folder' {
        (New-DaytonaImage -Dockerfile TestDrive:/docker/Dockerfile).Dockerfile | Should -Match '^FROM alpine:3\.20'
        $name = "daytona-$([guid]::NewGuid())"
        Copy-Item "$TestDrive/docker/Dockerfile" "~/$name"
        try { (New-DaytonaImage -Dockerfile "~/$name").Dockerfile | Should -Match '^FROM alpine:3\.20' }
        finally { Remove-Item "~/$name" }
    }

    It 'reads a Dockerfile that this shell wrote' {
        'FROM alpine:3.20', 'RUN ls' | Out-File Dockerfile
        (New-DaytonaImage -Dockerfile Dockerfile).Dockerfile | Should -Be "FROM alpine:3.20`nRUN ls`n"
    }

    It 'converts to its Dockerfile' {
        "$(New-DaytonaImage alpine:3.20)" | Should -Be "FROM alpine:3.20`n"
    }

    It 'shows the Dockerfile line by line' {
        New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run ls | Out-String | Should -Match '(?s)FROM alpine:3\.20\r?\n\s+RUN ls'
    }

    It 'reports in one line what it can''t read' {
        { New-DaytonaImage -Dockerfile nope -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidImageStep,*'
        $Error[0].Exception.Message | Should -Match "^File '[^\n]*nope' does not exist\.$"
    }
}
