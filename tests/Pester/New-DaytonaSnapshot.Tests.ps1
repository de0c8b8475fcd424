BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'New-DaytonaSnapshot' {
    BeforeAll {
        New-Item -ItemType Directory "$TestDrive/app" | Out-Null
        Set-Content "$TestDrive/app/main.py" 'print(1)'
        Set-Content "$TestDrive/Dockerfile" 'FROM alpine:3.20', 'COPY app /app'
    }

    BeforeEach { Push-Location $TestDrive }

    AfterEach { Pop-Location }

    It 'creates a snapshot from an image' {
        $snapshot = New-DaytonaSnapshot of-image alpine:3.20 -Cpu 2 -Memory 4GB -Disk 8
        $snapshot.State | Should -Be active
        $snapshot.Cpu, $snapshot.Memory, $snapshot.Disk | Should -Be 2, 4, 8
    }

    It 'creates a snapshot from a piped definition' {
        $snapshot = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -LocalDirectory app -Destination /app |
            Add-DaytonaImageStep -Run 'ls /app' | New-DaytonaSnapshot of-definition -Entrypoint sleep, infinity
        $snapshot.State | Should -Be active
        $snapshot.BuildInfo.DockerfileContent | Should -Be "FROM alpine:3.20`nCOPY app /app`nRUN ls /app`nENTRYPOINT [`"sleep`", `"infinity`"]`n"
    }

    It 'creates a snapshot from a Dockerfile with the log in Verbose' {
        $records = New-DaytonaSnapshot of-dockerfile -Dockerfile Dockerfile -Verbose 4>&1
        $records[-1].State | Should -Be active
        "$records" | Should -Match 'COPY app /app'
    }

    It 'uses the location as the context of a Dockerfile in another folder' {
        New-Item -ItemType Directory docker | Out-Null
        Copy-Item Dockerfile docker/Dockerfile
        (New-DaytonaSnapshot of-context -Dockerfile docker/Dockerfile -Context . -WarningVariable warnings).State | Should -Be active
        $warnings | Should -BeNullOrEmpty
    }

    It 'passes the new snapshot down the pipeline' {
        New-DaytonaImage alpine:3.20 | New-DaytonaSnapshot to-remove | Remove-DaytonaSnapshot -Wait
        Get-DaytonaSnapshot to-remove* | Should -BeNullOrEmpty
    }

    It 'reports the failed instruction of a build, also for scripts' {
        New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run 'exit 7' |
            New-DaytonaSnapshot failing -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotFailed,*'
        $errors[0].Exception.FailedInstruction | Should -Be 'RUN exit 7'
        $errors[0].Exception.LogTail | Should -Not -BeNullOrEmpty
    }

    It 'refuses invalid input before it sends a request' {
        { New-DaytonaSnapshot refused -Dockerfile nope -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDockerfile,*'
        $long = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -Run ('x' * 103000)
        { $long | New-DaytonaSnapshot refused -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDockerfile,*'
        Get-DaytonaSnapshot refused* | Should -BeNullOrEmpty
    }

    It 'names a sandbox that does not exist' {
        { New-DaytonaSnapshot captured -SandboxId no-such-box -ErrorAction Stop } | Should -Throw -ErrorId 'SandboxNotFound,*'
        $Error[0].Exception.Message | Should -Match 'no-such-box'
    }

    It 'creates nothing with -WhatIf' {
        New-DaytonaSnapshot dry -Dockerfile Dockerfile -WhatIf
        Get-DaytonaSnapshot dry* | Should -BeNullOrEmpty
    }

    It 'creates several snapshots with ForEach-Object -Parallel' {
        $module = "$PSScriptRoot/../../Daytona.Snapshots.psd1"
        $states = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:module
            (New-DaytonaSnapshot "parallel-$_" -Dockerfile "$using:TestDrive/Dockerfile").State
        }
        $states | Should -Be active, active, active
    }
}
