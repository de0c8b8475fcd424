BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Sync-DaytonaSnapshot' {
    It 'reads the same from every format under <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA', '' {
        if (([cultureinfo] 'de-DE').NumberFormat.NumberDecimalSeparator -ne ',') {
            Set-ItResult -Skipped -Because 'this machine has no data of cultures (ICU)'
            return
        }

        Set-Content "$TestDrive/culture.psd1" "@( @{ NAME = 'culture/3.10'; Image = 'alpine:3.20'; Memory = 2; Entrypoint = 'sleep', '1.50', 7, '2026-01-01T00:00:00Z' } )"
        Set-Content "$TestDrive/culture.json" '[ { "name": "culture/3.10", "IMAGE": "alpine:3.20", "Memory": 2, "Entrypoint": ["sleep", "1.50", 7, "2026-01-01T00:00:00Z"] } ]'
        Set-Content "$TestDrive/culture.csv" "Name,Image,MEMORY,Entrypoint`nculture/3.10,alpine:3.20,2,`"sleep, 1.50, 7, 2026-01-01T00:00:00Z`""
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            foreach ($extension in 'psd1', 'json', 'csv') {
                (Sync-DaytonaSnapshot "$TestDrive/culture.$extension").Action | Should -Be $(if ($extension -eq 'psd1') { 'Create' } else { 'None' })
            }

            (Get-DaytonaSnapshot culture/3.10).Entrypoint | Should -Be 'sleep', '1.50', '7', '2026-01-01T00:00:00Z'
            (Set-DaytonaSnapshot culture/3.10 alpine:3.20 -Memory 2 -Entrypoint sleep, 1.5, -2.5).Entrypoint | Should -Be 'sleep', '1.5', '-2.5'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
            Remove-DaytonaSnapshot culture/3.10 -Wait
        }
    }

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
