BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
}

AfterAll { Stop-Server }

Describe 'Disconnect-Daytona' {
    It 'removes the connection from the whole process' {
        $key = ConvertTo-SecureString dtn_pester -AsPlainText -Force
        $null = Connect-Daytona -ApiKey $key
        (Get-DaytonaConnection).Source | Should -Be '-ApiKey'
        Disconnect-Daytona
        # What the environment says is still there.
        (Get-DaytonaConnection).Source | Should -Be '$env:DAYTONA_API_KEY'
    }
}
