BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $module = "$Root/Daytona.Snapshots.psd1"
    $key = ConvertTo-SecureString dtn_pester -AsPlainText -Force
}

AfterAll { Stop-Server }

Describe 'Connect-Daytona' {
    AfterEach { Disconnect-Daytona }

    It 'shows the owner and the permissions of the key' {
        $text = Connect-Daytona -ApiKey $key | Out-String
        $text | Should -Match 'KeyName\s+: local'
        $text | Should -Match 'Credential\s+: ApiKey \(-ApiKey\)'
        $text | Should -Match 'Permissions\s+: .*write:snapshots'
    }

    It 'never shows the secret: <Name>' -ForEach @(
        @{ Name = 'as text'; Show = { "$args"; $args | Out-String; $args | Format-List * | Out-String; $args | Format-Custom | Out-String } }
        @{ Name = 'as JSON'; Show = { $args | ConvertTo-Json -Depth 9 } }
        @{ Name = 'as CSV'; Show = { $args | ConvertTo-Csv } }
        @{ Name = 'in a Clixml file'; Show = { $args | Export-Clixml "$TestDrive/it.xml"; Get-Content "$TestDrive/it.xml" } }
        @{ Name = 'in Verbose and Debug'; Show = { Get-DaytonaSnapshot -First 1 -Connection $args[0] -Verbose -Debug *>&1 | Out-String } }
        @{ Name = 'in errors'; Show = { Get-DaytonaSnapshot nosuch -Connection $args[0] -ErrorAction SilentlyContinue; $Error[0] | Format-List * -Force | Out-String } }
    ) {
        $shown = & $Show (Connect-Daytona -ApiKey $key) | Out-String
        $shown | Should -Not -BeNullOrEmpty
        $shown | Should -Not -Match dtn_pester
    }

    It 'reports that a key without permissions can only read' {
        $null = Invoke-Control faults Post @{
            method = 'GET'; path = '/api/api-keys/current'; kind = 'answer'; status = 200
            body = '{"name":"reader","value":"dtn_***er","createdAt":"2026-01-01T00:00:00.000Z","permissions":[],"lastUsedAt":null,"expiresAt":null,"userId":"u"}'
        }
        try {
            Connect-Daytona -ApiKey $key | Out-String | Should -Match 'Permissions\s+: \(none: it may only read\)'
        } finally {
            $null = Invoke-Control faults Delete
        }
    }

    It 'connects only this process; a job uses the environment' {
        $null = Connect-Daytona -ApiKey $key -Region us
        $job = Start-Job { Import-Module $using:module; Get-DaytonaConnection | Select-Object Source, Region }
        $found = $job | Receive-Job -Wait -AutoRemoveJob
        $found.Source | Should -Be '$env:DAYTONA_API_KEY'
        $found.Region | Should -BeNullOrEmpty
    }
}
