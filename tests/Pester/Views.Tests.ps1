BeforeDiscovery {
    $views = @(
        @{ View = 'the table'; Command = { Get-DaytonaSnapshot } }
        @{ View = 'the list'; Command = { Get-DaytonaSnapshot | Format-List } }
        @{ View = 'the wide format'; Command = { Get-DaytonaSnapshot | Format-Wide } }
        @{ View = 'the view Wide'; Command = { Get-DaytonaSnapshot | Format-Table -View Wide } }
        @{ View = 'the view ByState'; Command = { Get-DaytonaSnapshot | Format-Table -View ByState } }
        @{ View = 'the view ByImage'; Command = { Get-DaytonaSnapshot | Format-Table -View ByImage } }
        @{ View = 'deserialized snapshots'; Command = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@(Get-DaytonaSnapshot))) } }
        @{ View = 'build information'; Command = { (Get-DaytonaSnapshot).BuildInfo } }
        @{ View = 'the table of build information'; Command = { (Get-DaytonaSnapshot).BuildInfo | Format-Table } }
        @{ View = 'an image'; Command = { $image } }
        @{ View = 'the result of a test'; Command = { $test } }
        @{ View = 'the list of the result of a test'; Command = { $test | Format-List } }
        @{ View = 'commands'; Command = { $test.Commands } }
        @{ View = 'the list of commands'; Command = { $test.Commands | Format-List } }
        @{ View = 'an event'; Command = { $change } }
        @{ View = 'the list of an event'; Command = { $change | Format-List } }
        @{ View = 'a connection'; Command = { $connection } }
        @{ View = 'the table of a connection'; Command = { $connection | Format-Table } }
        @{ View = 'a region'; Command = { $region } }
        @{ View = 'the list of a region'; Command = { $region | Format-List } }
        @{ View = 'a registry'; Command = { $registry } }
        @{ View = 'the list of a registry'; Command = { $registry | Format-List } }
        @{ View = 'an organization'; Command = { $organization } }
        @{ View = 'the list of an organization'; Command = { $organization | Format-List } }
        @{ View = 'a build failure'; Command = { $failure.Exception.BuildFailure } }
        @{ View = 'an error'; Command = { $failure } }
        @{ View = 'an error in NormalView'; Command = { $ErrorView = 'NormalView'; $failure } }
        @{ View = 'an error in CategoryView'; Command = { $ErrorView = 'CategoryView'; $failure } }
    )
}

BeforeAll {
    . "$PSScriptRoot/Server.ps1"
    Start-Server
    $escape = [char]27
    $rendering = $PSStyle.OutputRendering
    # What a culture changes must not change a view.
    function Use-Culture([string] $Name, [scriptblock] $Script) {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $Name
            & $Script
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
    function Get-Text([scriptblock] $Command, [int] $Width = 120) { & $Command | Out-String -Width $Width }
}

AfterAll {
    if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
    Stop-Server
}

Describe 'The views of snapshots' {
    BeforeAll {
        $null = Invoke-Control snapshots Post @{ name = 'agents/base:v2'; state = 'active'; imageName = 'python:3.13-slim' }
        $null = Invoke-Control snapshots Post @{ name = 'nightly-1020'; state = 'error'; imageName = 'registry.example.com/team/nightly:1020' }
        $null = Invoke-Control snapshots Post @{ name = 'ubuntu:22.04'; state = 'active'; imageName = 'ubuntu:22.04'; general = $true }
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
    }

    AfterAll { Get-DaytonaSnapshot | Where-Object { -not $_.General } | Remove-DaytonaSnapshot -Wait }

    It 'fit <_> columns, with the name whole and last' -ForEach 80, 100, 120, 160 {
        $lines = (Get-Text { Get-DaytonaSnapshot } $_).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^State +CPU +Memory +Disk +Size +Age +Name$'
        $lines -match '^error .* nightly-1020$' | Should -HaveCount 1
        $lines -match '^active +1 +1 GiB +3 GiB .* \d+s ubuntu:22\.04 \(general\)$' | Should -HaveCount 1
        $lines[-1] | Should -Match 'general'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_
    }

    It 'are the same in the culture <_>' -ForEach 'de-DE', 'th-TH', 'fa-IR', 'ar-SA' {
        $year = [datetime]::Now.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        foreach ($command in { Get-DaytonaSnapshot nightly* | Format-Table -View Wide }, { Get-DaytonaSnapshot nightly* | Format-List }) {
            $text = Use-Culture $_ { Get-Text $command 160 }
            $text | Should -Match "$year \d\d:\d\d"
            $text | Should -Be (Use-Culture en-US { Get-Text $command 160 })
        }
    }

    It 'show the image in the wide views and the list' {
        Get-Text { Get-DaytonaSnapshot | Format-Wide } | Should -Match 'agents/base:v2  python:3\.13-slim'
        Get-Text { Get-DaytonaSnapshot | Format-Table -View Wide } 160 | Should -Match 'agents/base:v2 +python:3\.13-slim'
        Get-Text { Get-DaytonaSnapshot agents* | Format-List } | Should -Match 'ImageName +: python:3\.13-slim'
    }

    It 'group by the state and by the image' {
        Get-Text { Get-DaytonaSnapshot | Sort-Object State | Format-Table -View ByState } | Should -Match '(?s)State: active.*State: error'
        Get-Text { Get-DaytonaSnapshot | Sort-Object ImageName | Format-Table -View ByImage } | Should -Match '(?s)Image: python:3\.13-slim'
    }

    It 'have colors that PlainText turns off' -Skip:(-not $PSStyle) {
        $PSStyle.OutputRendering = 'Ansi'
        try {
            $text = Get-Text { Get-DaytonaSnapshot }
            $text | Should -Match "$escape\[32mactive"
            $text | Should -Match "$escape\[31merror"
            $text | Should -Match "$escape\[2mubuntu"
        } finally {
            $PSStyle.OutputRendering = 'PlainText'
        }
        Get-Text { Get-DaytonaSnapshot } | Should -Not -Match $escape
    }
}

Describe 'The views of other objects' {
    BeforeAll {
        $credential = [pscredential]::new('robot', (ConvertTo-SecureString 'x' -AsPlainText -Force))
        $null = New-DaytonaRegistry views https://registry.example.com $credential
        if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
    }

    AfterAll { Remove-DaytonaRegistry views }

    It 'fit 80 columns: <_>' -ForEach 'Get-DaytonaRegistry', 'Get-DaytonaRegion' {
        $lines = (Get-Text ([scriptblock]::Create($_)) 80).Trim() -split '\r?\n'
        $lines[1] | Should -Match '^-[- ]+$'
        $lines -match '\u2026' | Should -BeNullOrEmpty
    }

    It 'have dates that every culture shows alike: <_>' -ForEach 'Get-DaytonaRegistry', 'Get-DaytonaRegion' {
        Use-Culture th-TH { Get-Text ([scriptblock]::Create("$_ | Format-List")) } | Should -Match 'CreatedAt +: 20\d\d-\d\d-\d\d \d\d:\d\d\r?\n'
    }
}

Describe 'The views in a script that an error stops' {
    BeforeAll {
        Add-Snapshot listed error
        Add-Snapshot start-fail
        $env:NO_COLOR = 1
        try {
            $shown = Invoke-Shell -NoProfile -Command "
                `$ErrorActionPreference = 'Stop'
                Import-Module '$Root/Daytona.Snapshots.psd1'
                Get-DaytonaSnapshot listed
                Test-DaytonaSnapshot start-fail" 2>$null | Out-String
        } finally {
            $env:NO_COLOR = $null
        }
    }

    It 'have the last row before the error' { $shown | Should -Match 'error .*listed' }

    It 'have the test that failed' { $shown | Should -Match 'Success +: False' }

    It 'have no colors if NO_COLOR is set' { $shown | Should -Not -Match $escape }
}

Describe 'Hostile text' -Skip:($PSEdition -ne 'Core') {
    BeforeAll {
        $hostile = "x$escape]52;c;aGk=$([char]7)$escape]8;;http://e.example$escape\y$([char]0x9b)31m$([char]0x202e)z$([char]0)`r`n::error::a ##vso[task.complete]b ##[error]"
        $null = Invoke-Control snapshots Post @{ name = "a$hostile"; state = 'error'; imageName = "i$hostile"; errorReason = $hostile }
        # So long that a list of any width wraps in the middle of commands.
        foreach ($length in 60..90) { $null = Invoke-Control snapshots Post @{ name = ('n' * $length) + '::error::' + ('e' * 40); state = '::error::x'; imageName = 'a b' } }
        $image = New-DaytonaImage alpine:3.20 | Add-DaytonaImageStep -DockerfileLine ("# " + ($hostile -replace '[\r\n\0]')), '# ::error::x'
        $null = $image | New-DaytonaSnapshot built
        $image | Add-DaytonaImageStep -Run "echo '##vso[x]y'; exit 7" | New-DaytonaSnapshot failed -ErrorVariable errors -ErrorAction SilentlyContinue
        $failure = $errors[0]
        $snapshot = Get-DaytonaSnapshot ax* -State error
        $change = [Daytona.Snapshots.SnapshotEvent]::new((Get-Date), $snapshot.Name, $hostile, $hostile, $snapshot)
        $test = [Daytona.Snapshots.SnapshotTestResult]@{
            Snapshot = $snapshot; Success = $false; Error = $hostile
            Commands = [Daytona.Snapshots.SandboxCommandResult[]] [Daytona.Snapshots.SandboxCommandResult]::new($hostile, 1, $hostile, 1)
        }
        $connection = Get-DaytonaConnection
        $region = [Daytona.Snapshots.Region]@{ Id = $hostile; Name = $hostile; RegionType = $hostile; OrganizationId = $hostile }
        $registry = [Daytona.Snapshots.ContainerRegistry]@{ Id = $hostile; Name = $hostile; Url = $hostile; Username = $hostile; Project = $hostile }
        $organization = [Daytona.Snapshots.Organization]@{ Id = $hostile; Name = $hostile; SuspensionReason = $hostile; DefaultRegionId = $hostile }
        $PSStyle.OutputRendering = 'Ansi'
    }

    AfterAll { Get-DaytonaSnapshot | Where-Object { -not $_.General } | Remove-DaytonaSnapshot }

    It 'does not reach the terminal in <View>' -ForEach $views {
        foreach ($width in 80, 160) {
            $text = Get-Text $Command $width
            $text | Should -Not -BeNullOrEmpty
            $plain = $text -replace "$escape\[[\d;]*m"
            $plain -replace '\r?\n' | Should -Not -Match '[\p{Cc}\p{Cf}\u2028\u2029]'
            $plain | Should -Not -Match '(?m)^\s*::\w+.*::|##\[|##vso\['
        }
    }
}
