BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Get-DaytonaConnection' {
    It 'shows the source of the credential but not the credential' {
        $connection = Get-DaytonaConnection
        $connection | Format-List * | Out-String | Should -Match 'DAYTONA_API_KEY'
        ($connection | Format-List * -Force | Out-String), ($connection | ConvertTo-Json -Depth 5), "$connection" -join '' |
            Should -Not -Match dtn_pester
        $connection | Export-Clixml "$TestDrive/it.xml"
        Get-Content "$TestDrive/it.xml" -Raw | Should -Not -Match dtn_pester
    }
}
