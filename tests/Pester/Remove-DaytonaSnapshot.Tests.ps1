BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Remove-DaytonaSnapshot' {
    It 'does not remove a newer snapshot with the name of a row of an old CSV file' {
        New-DaytonaSnapshot reused alpine:3.20 | Export-Csv "$TestDrive/old.csv"
        Remove-DaytonaSnapshot reused -Wait
        $other = New-DaytonaSnapshot reused alpine:3.20

        Import-Csv "$TestDrive/old.csv" | Remove-DaytonaSnapshot -ErrorVariable errors -ErrorAction SilentlyContinue

        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotNotFound*'
        (Get-DaytonaSnapshot reused).Id | Should -Be $other.Id
        (Get-DaytonaSnapshot reused).State | Should -Be active
    }

    It 'removes a snapshot from a Clixml file by its ID' {
        New-DaytonaSnapshot stored alpine:3.20 | Export-Clixml "$TestDrive/it.xml"
        Import-Clixml "$TestDrive/it.xml" | Remove-DaytonaSnapshot -Wait
        Get-DaytonaSnapshot stored* | Should -BeNullOrEmpty
    }

    It 'writes an error for each item that is not a snapshot, and removes the snapshot' {
        New-DaytonaSnapshot real-name alpine:3.20 | Out-Null
        1, (Get-Process -Id $PID), 'real-name' | Remove-DaytonaSnapshot -Wait -ErrorVariable errors -ErrorAction SilentlyContinue
        @($errors.FullyQualifiedErrorId -like 'NotASnapshot*').Count | Should -Be 2
        Get-DaytonaSnapshot real-nam* | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        New-DaytonaSnapshot kept alpine:3.20 | Out-Null
        Remove-DaytonaSnapshot kept -WhatIf
        (Get-DaytonaSnapshot kept).State | Should -Be active
    }

    It 'does not ask in a pipeline with a filter' {
        New-DaytonaSnapshot failed nosuch/img:1 -ErrorAction SilentlyContinue
        Get-DaytonaSnapshot | Where-Object State -eq error | Remove-DaytonaSnapshot
        Get-DaytonaSnapshot -State error | Should -BeNullOrEmpty
    }
}
