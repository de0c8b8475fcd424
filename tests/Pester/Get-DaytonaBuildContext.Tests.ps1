BeforeAll {
    Import-Module "$PSScriptRoot/../../Daytona.Snapshots.psd1" -Force
}

AfterAll { Remove-Module Daytona.Snapshots }

Describe 'Get-DaytonaBuildContext' {
    BeforeAll {
        foreach ($folder in 'app', 'node_modules/x', 'docker') { New-Item -ItemType Directory "$TestDrive/$folder" | Out-Null }
        Set-Content "$TestDrive/app/main.py" 'print(1)' -NoNewline
        Set-Content "$TestDrive/app/a.log" '1'
        Set-Content "$TestDrive/node_modules/x/index.js" '1'
        Set-Content "$TestDrive/docker/Dockerfile" 'FROM alpine:3.20', 'COPY app /app', 'COPY nope /nope'
        'node_modules', '*.log', '**/*.log' | Set-Content "$TestDrive/.dockerignore"
    }

    BeforeEach { Push-Location $TestDrive }

    AfterEach { Pop-Location }

    It 'needs no Dockerfile' {
        (Get-DaytonaBuildContext).ArchivePath | Should -Be .dockerignore, app/main.py, docker/Dockerfile
    }

    It 'returns the files that a Dockerfile reads and warns about missing ones' {
        $entries = Get-DaytonaBuildContext . -Dockerfile docker/Dockerfile -WarningVariable warnings -WarningAction SilentlyContinue
        $entries.ArchivePath | Should -Be app/main.py
        $entries.Source | Should -Be (Get-Item app/main.py).FullName
        $entries.Length | Should -Be 8
        $warnings | Should -BeLike "*'nope' (line 3)*"
    }

    It 'reads a .dockerignore that this shell wrote' {
        'app', '!app/main.py' | Out-File .dockerignore
        try { (Get-DaytonaBuildContext).ArchivePath | Should -Contain app/main.py }
        finally { 'node_modules', '*.log', '**/*.log' | Set-Content .dockerignore }
    }

    It 'shows modes as chmod does' -Skip:$IsWindows {
        chmod 750 app/main.py
        (Get-DaytonaBuildContext app | Where-Object ArchivePath -eq main.py).Mode | Should -Be 0x1E8
        Get-DaytonaBuildContext app | Out-String | Should -Match '(?m)^ *750 +8 main\.py'
    }

    It 'has sizes that can be summed' {
        (Get-DaytonaBuildContext | Where-Object ArchivePath -like 'app/*' | Measure-Object Length -Sum).Sum | Should -Be 8
    }

    It 'accepts a folder on a PowerShell drive' {
        (Get-DaytonaBuildContext TestDrive:/app).ArchivePath | Should -Be a.log, main.py
    }

    It 'accepts a definition from the pipeline' {
        (New-DaytonaImage x:1 | Add-DaytonaImageStep -LocalDirectory app -Destination /app | Get-DaytonaBuildContext).ArchivePath |
            Should -Be app/a.log, app/main.py
    }

    It 'does not open ignored folders' -Skip:($IsWindows) {
        # An opened folder would be refused: the target of the link does not exist.
        New-Item -ItemType SymbolicLink node_modules/x/broken -Target /nowhere | Out-Null
        Get-DaytonaBuildContext -ErrorVariable errors | Out-Null
        $errors | Should -BeNullOrEmpty
    }

    It 'names links out of the context, pipes and unreadable files' -Skip:($IsWindows) {
        New-Item -ItemType SymbolicLink app/out -Target /etc/hostname | Out-Null
        mkfifo app/pipe
        try {
            Get-DaytonaBuildContext -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidBuildContext,*'
            "$($errors[0])" | Should -Match '(?s)app/out.*app/pipe'
        }
        finally { Remove-Item app/out, app/pipe }
    }
}
