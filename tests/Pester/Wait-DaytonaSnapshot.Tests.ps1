BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $module = "$Root/Daytona.Snapshots.psd1"
}

AfterAll { Stop-Server }

Describe 'Wait-DaytonaSnapshot' {
    It 'waits for snapshots from the pipeline' {
        $states = 1..3 | ForEach-Object { New-DaytonaSnapshot "begun-$_" alpine:3.20 -NoWait } | Wait-DaytonaSnapshot -Timeout 00:02:00
        $states.State | Should -Be active, active, active
    }

    It 'accepts seconds in any culture and refuses ambiguous text' {
        Add-Snapshot slow pulling
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            Wait-DaytonaSnapshot slow -Timeout '0.2' -ErrorAction SilentlyContinue -ErrorVariable errors
            { Wait-DaytonaSnapshot slow -Timeout '0,2' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }
        "$($errors[0])" | Should -BeLike "Timed out after 0.2 s: 'slow' is still pulling.*"
    }

    It 'fails the step of a pipeline at its timeout' {
        Add-Snapshot stuck pulling
        $said = Invoke-Shell -NoProfile -Command "Import-Module '$module'; Wait-DaytonaSnapshot stuck -Timeout 0.1" 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -Match stuck
    }

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
