BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Sync-DaytonaSnapshot' {
    It 'ends a script with exit code 1 if a snapshot fails' {
        Set-Content "$TestDrive/failing.psd1" "@( @{ Name = 'script/a'; Image = 'broken/broken:1' }`n @{ Name = 'script/b'; Image = 'alpine:3.20' } )"
        Add-Snapshot script/a
        Set-Content "$TestDrive/sync.ps1" "Import-Module '$Root/Daytona.Snapshots.psd1'; Sync-DaytonaSnapshot '$TestDrive/failing.psd1' -Timeout 5s | Out-Null; 'not reached'"
        $null = Invoke-Control faults Post @{ method = 'POST'; path = '/api/snapshots'; kind = 'Answer'; status = 400 }

        $output = Invoke-Shell -NoProfile -File "$TestDrive/sync.ps1" 2>&1

        $null = Invoke-Control faults Delete
        $LASTEXITCODE | Should -Be 1
        "$output" | Should -Not -BeLike '*not reached*'
        "$output" | Should -BeLike '*2 of 2 snapshots could not be synchronized*'
    }

    It 'reports that it can''t ask, and does not hang, if <name>' -ForEach @(
        @{ Name = 'the shell is not interactive'; Arguments = @('-NonInteractive') }
        @{ Name = 'the input has ended'; Arguments = @() }
    ) {
        # A younger snapshot is not pruned.
        $null = Invoke-Control snapshots Post @{ name = 'prune/old'; createdAt = [DateTimeOffset]::UtcNow.AddHours(-1) }
        Set-Content "$TestDrive/prune.psd1" "@{ Name = 'prune/new'; Image = 'alpine:3.20' }"
        Set-Content "$TestDrive/prune.ps1" "Import-Module '$Root/Daytona.Snapshots.psd1'; Sync-DaytonaSnapshot '$TestDrive/prune.psd1' -Prune -Prefix prune/"
        Set-Content "$TestDrive/nothing" '' -NoNewline

        Start-Process $Shell ($ShellArguments + '-NoProfile' + $arguments + '-File' + "`"$TestDrive/prune.ps1`"") -Wait -RedirectStandardInput "$TestDrive/nothing" -RedirectStandardError "$TestDrive/output"

        Get-Content "$TestDrive/output" -Raw | Should -BeLike '*This shell is not interactive*'
        (Get-DaytonaSnapshot prune/old).Name | Should -Be prune/old
        Remove-DaytonaSnapshot prune/old -Wait
    }
}
