BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $null = Invoke-Control toolbox Post @{ command = '*'; output = 'ok' }
}

AfterAll { Stop-Server }

Describe 'Pipelines' {
    # With the CSV files below, what other shells and .NET Framework are tested with.
    It 'carry a snapshot from its build to its removal' {
        New-Item -ItemType Directory "$TestDrive/app" | Out-Null
        Set-Content "$TestDrive/app/main.py" 'print(1)'
        Push-Location $TestDrive

        $built = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -LocalDirectory app -Destination /app |
            Add-DaytonaImageStep -Run 'ls /app' | New-DaytonaSnapshot life/a -Entrypoint sleep, infinity
        $built.BuildInfo.DockerfileContent | Should -Be "FROM alpine:3.20`nCOPY app /app`nRUN ls /app`nENTRYPOINT [`"sleep`", `"infinity`"]`n"
        $built | Get-DaytonaSnapshotLog | Select-String 'RUN ls /app' | Should -Not -BeNullOrEmpty
        $built | Disable-DaytonaSnapshot -PassThru | ForEach-Object State | Should -Be inactive
        $new = $built | Set-DaytonaSnapshot -Image alpine:3.21 -Cpu 2
        $new.State, $new.ImageName, $new.Cpu | Should -Be active, alpine:3.21, 2
        ($new | Test-DaytonaSnapshot -Command true).Success | Should -BeTrue
        $new | Remove-DaytonaSnapshot -Wait
        Get-DaytonaSnapshot life/* | Should -BeNullOrEmpty
        Pop-Location
    }

    It 'create the snapshots in a CSV file' {
        Set-Content "$TestDrive/list.csv" "Name,Image,Cpu,Memory,Entrypoint,Region,Timeout`nlist/a,alpine:3.20,2,4GB,`"sleep, 60`",us,10m`nlist/b,alpine:3.20,,,,,"

        $snapshots = Import-Csv "$TestDrive/list.csv" | New-DaytonaSnapshot

        $snapshots.Name | Should -Be list/a, list/b
        $snapshots[0].Cpu, $snapshots[0].Memory | Should -Be 2, 4
        $snapshots[0].Entrypoint | Should -Be sleep, 60
        $snapshots[1].Cpu | Should -Be 1
    }

    It 'create exported snapshots again from a <type> file' -ForEach @{ Type = 'CSV' }, @{ Type = 'JSON' }, @{ Type = 'Clixml' } {
        $name = "export/$type"
        New-DaytonaSnapshot $name alpine:3.20 -Cpu 2 -Entrypoint sh, -c, 'echo a, b' | Out-Null
        switch ($type) {
            CSV { Get-DaytonaSnapshot $name | Export-Csv "$TestDrive/it"; $read = Import-Csv "$TestDrive/it" }
            JSON { Get-DaytonaSnapshot $name | ConvertTo-Json | Set-Content "$TestDrive/it"; $read = Get-Content "$TestDrive/it" -Raw | ConvertFrom-Json }
            Clixml { Get-DaytonaSnapshot $name | Export-Clixml "$TestDrive/it"; $read = Import-Clixml "$TestDrive/it" }
        }
        Remove-DaytonaSnapshot $name -Wait

        $again = $read | New-DaytonaSnapshot

        $again.Name, $again.ImageName, $again.Cpu | Should -Be $name, 'alpine:3.20', 2
        $again.Entrypoint | Should -Be sh, -c, 'echo a, b'
        $read | Set-DaytonaSnapshot | ForEach-Object Id | Should -Be $again.Id
        $read | Sync-DaytonaSnapshot | ForEach-Object Action | Should -Be None
    }

    It 'export lists as text' {
        New-DaytonaSnapshot export/text alpine:3.20 -Entrypoint sleep, 60 | Out-Null
        $rows = Get-DaytonaSnapshot export/text | ConvertTo-Csv
        $rows | Should -Not -BeLike '*System.String*'
        ($rows | ConvertFrom-Csv).Entrypoint | Should -Be 'sleep, 60'
        ($rows | ConvertFrom-Csv).RegionIds | Should -Be 'us'
    }

    It 'give the image of what Get-DaytonaSnapshot returns another tag' {
        New-DaytonaSnapshot update/a alpine:3.20 -Cpu 2 -Entrypoint sleep, 60 | Out-Null
        $new = Get-DaytonaSnapshot update/a | Set-DaytonaSnapshot -Image alpine:3.21
        $new.ImageName, $new.Cpu, "$($new.Entrypoint)" | Should -Be 'alpine:3.21', 2, 'sleep 60'
    }

    It 'do not prompt for an image if a row has no source' {
        [pscustomobject]@{ Name = 'x' } | New-DaytonaSnapshot -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDefinition*'
    }
}
