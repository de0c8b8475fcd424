BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Watch-DaytonaSnapshot' {
    It 'returns changes, also in a job' -Skip:($PSEdition -ne 'Core') {
        $module = "$PSScriptRoot/../../Daytona.Snapshots.psd1"
        $job = 1..100 | ForEach-Object -AsJob -ThrottleLimit 1 -Parallel {
            Import-Module $using:module
            # Many, so that the watch below hears of one, however late it begins.
            New-DaytonaSnapshot "watched-$_" alpine:3.20 -NoWait
        }
        $change = Watch-DaytonaSnapshot watched-* -State active -Timeout 60 | Select-Object -First 1
        $job | Remove-Job -Force
        $change.NewState | Should -Be active
    }
}
