BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $module = "$Root/Daytona.Snapshots.psd1"
}

AfterAll { Stop-Server }

Describe 'Wait-DaytonaSnapshot' {
    It 'ends immediately at Ctrl+C and leaves nothing running' -Skip:($IsWindows -or $PSEdition -ne 'Core') {
        Add-Snapshot endless pulling
        Clear-Request
        $start = [Diagnostics.ProcessStartInfo]::new($Shell)
        foreach ($word in $ShellArguments + '-NoProfile', '-Command', "Import-Module '$module'; Wait-DaytonaSnapshot endless; 'went on'") { $start.ArgumentList.Add($word) }
        $start.RedirectStandardOutput = $true
        $waiting = [Diagnostics.Process]::Start($start)
        try {
            $limit = [Diagnostics.Stopwatch]::StartNew()
            while (-not (Get-Request) -and $limit.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 50 }
            kill -INT $waiting.Id
            $waiting.WaitForExit(60000) | Should -BeTrue
            $waiting.StandardOutput.ReadToEnd() | Should -Not -Match 'went on'
        } finally {
            $waiting.Kill()
        }
        @((Invoke-Control state).requests | Where-Object finished -EQ $false).Count | Should -Be 0
    }
}
