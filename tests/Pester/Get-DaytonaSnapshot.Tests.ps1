BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    foreach ($name in 'b', 'a', 'c') { New-DaytonaSnapshot "get-$name" alpine:3.20 | Out-Null }
}

AfterAll { Stop-Server }

Describe 'Get-DaytonaSnapshot' {
    It 'shows a table from the state to the name' {
        $text = Get-DaytonaSnapshot get-a | Out-String
        $text | Should -Match 'State\s+CPU.*Name'
        $text | Should -Match 'active\s+1.*get-a'
    }

    It 'shows every field in a list' {
        Get-DaytonaSnapshot get-a | Format-List | Out-String | Should -Match '(?s)Id .*Memory\s+: 1 GiB.*SandboxClass'
    }

    It 'can be sorted and selected' {
        (Get-DaytonaSnapshot get-* | Sort-Object Name | Select-Object -First 2).Name | Should -Be 'get-a', 'get-b'
    }

    It 'has Mem with the value of Memory' {
        (Get-DaytonaSnapshot get-a).Mem | Should -Be 1
    }

    It 'survives a round trip through JSON with its times' {
        $back = Get-DaytonaSnapshot get-a | ConvertTo-Json | ConvertFrom-Json
        $back.State | Should -Be active
        $back.CreatedAt | Should -BeOfType DateTime
    }

    It 'has times that compare with Get-Date' {
        ((Get-Date) - (Get-DaytonaSnapshot get-a).CreatedAt).TotalMinutes | Should -BeLessThan 10
    }

    It 'completes names' {
        (TabExpansion2 'Get-DaytonaSnapshot get-').CompletionMatches.CompletionText | Should -Contain 'get-b'
    }

    It 'shares the connection with ForEach-Object -Parallel' -Skip:($PSEdition -ne 'Core') {
        $module = "$PSScriptRoot/../../Daytona.Snapshots.psd1"
        $names = 'get-a', 'get-b', 'get-c' | ForEach-Object -Parallel { Import-Module $using:module; (Get-DaytonaSnapshot $_).Name }
        $names | Sort-Object | Should -Be 'get-a', 'get-b', 'get-c'
    }
}
