BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    foreach ($name in 'b', 'a', 'c') { New-DaytonaSnapshot "get-$name" alpine:3.20 | Out-Null }
}

AfterAll { Stop-Server }

Describe 'Get-DaytonaSnapshot' {
    It 'has Mem with the value of Memory' {
        (Get-DaytonaSnapshot get-a).Mem | Should -Be 1
    }

    It 'survives a round trip through JSON with its times' {
        $back = Get-DaytonaSnapshot get-a | ConvertTo-Json | ConvertFrom-Json
        $back.State | Should -Be active
        ((Get-Date) - $back.CreatedAt).TotalMinutes | Should -BeLessThan 10
    }

    It 'sorts by Age' {
        (Get-DaytonaSnapshot get-* | Sort-Object Age).Name | Should -Be (Get-DaytonaSnapshot get-* | Sort-Object CreatedAt -Descending).Name
    }

    It 'shares the connection with ForEach-Object -Parallel' -Skip:($PSEdition -ne 'Core') {
        $module = "$PSScriptRoot/../../Daytona.Snapshots.psd1"
        $names = 'get-a', 'get-b', 'get-c' | ForEach-Object -Parallel { Import-Module $using:module; (Get-DaytonaSnapshot $_).Name }
        $names | Sort-Object | Should -Be 'get-a', 'get-b', 'get-c'
    }
}
