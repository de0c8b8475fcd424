<#
.SYNOPSIS
    The step of action.yml and azure-devops/snapshot.yml: makes a snapshot or a list of them, and reports it to the service.
.DESCRIPTION
    Inputs are environment variables, so their text never runs as code: SNAPSHOT_INPUTS has all of them as JSON, including those
    that action.yml does not declare. In Azure DevOps, which refuses others itself, SNAPSHOT_INPUT_CPU is the input cpu, and so on.
    The module has been imported.
#>
$ErrorActionPreference = 'Stop'
$isAzure = [bool] $env:TF_BUILD
$sources = 'image', 'dockerfile', 'definition', 'local-image', 'path', 'list'
# The inputs of cmdlets and their parameters.
$parameterOf = [ordered]@{
    'name' = 'Name'; 'image' = 'Image'; 'dockerfile' = 'Dockerfile'; 'context' = 'Context'; 'build-args' = 'BuildArgument'; 'target' = 'Target'
    'definition' = 'Definition'; 'local-image' = 'LocalImage'; 'path' = 'Path'; 'platform' = 'Platform'; 'list' = 'Path'; 'prune-prefix' = 'Prefix'
    'entrypoint' = 'Entrypoint'; 'cpu' = 'Cpu'; 'memory' = 'Memory'; 'disk' = 'Disk'; 'gpu' = 'Gpu'; 'gpu-type' = 'GpuType'
    'sandbox-class' = 'SandboxClass'; 'region' = 'Region'; 'test-command' = 'TestCommand'; 'timeout' = 'Timeout'
}
$variableOf = @{ 'api-url' = 'DAYTONA_API_URL'; 'organization' = 'DAYTONA_ORGANIZATION_ID' }
# How the messages of the module mention inputs that are no parameters.
$mentionOf = @{ '-IfNotExists' = 'mode: if-not-exists'; '-Force' = 'mode: replace'; '-ApiUrl' = $isAzure ? 'apiUrl' : 'api-url'; '-OrganizationId' = 'organization' }

# The name of an input as it is spelled in the file of the service.
function Get-InputName([string] $Name) { $isAzure ? ($Name -replace '-(.)', { $_.Groups[1].Value.ToUpperInvariant() }) : $Name }

# Names the input after the first mention of each parameter. A message without one may show the value of an input.
function Add-InputName([string] $Text) {
    $mentions = @{} + $mentionOf
    foreach ($name in $parameterOf.Keys) {
        $mention = '-' + $parameterOf[$name]
        # -Path is that of the list or that of the archive.
        if (-not $mentions[$mention] -or $given[$name]) { $mentions[$mention] = Get-InputName $name }
    }
    foreach ($mention in $mentions.Keys) {
        $pattern = [regex] "(?<![\w-])($mention|parameter '$($mention.Substring(1))')(?![\w-])"
        $Text = $pattern.Replace($Text, "`$1 (input $($mentions[$mention]))", 1)
    }
    if ($Text.Contains('(input ')) { return $Text }
    foreach ($name in $parameterOf.Keys | Where-Object { $_ -ne 'name' -and $given[$_] }) {
        $shown = "'$($given[$name])'"
        $spelled = Get-InputName $name
        if ($Text.Contains($shown) -and $Text -cnotmatch "\b$spelled\b") { return ([regex] [regex]::Escape($shown)).Replace($Text, "`$0 (input $spelled)", 1) }
    }
    $Text
}

# Indented, so that Markdown shows the text as it is.
function Add-Summary([string] $Text) {
    $file = $isAzure ? "$env:AGENT_TEMPDIRECTORY/$(New-Guid).md" : $env:GITHUB_STEP_SUMMARY
    '### Daytona snapshot', '', ($Text.Trim() -replace '(?m)^(?=.)', '    '), '' >> $file
    if ($isAzure) { Write-Host "##vso[task.uploadsummary]$file" }
}

function Set-Output([string] $Name, [string] $Value) {
    if ($isAzure) {
        $value = $Value.Replace('%', '%AZP25').Replace("`r", '%0D').Replace("`n", '%0A')
        Write-Host "##vso[task.setvariable variable=$Name;isOutput=true]$value"
    } else {
        $end = "$(New-Guid)"
        "$Name<<$end", $Value, $end >> $env:GITHUB_OUTPUT
    }
}

# The snapshot as the list view shows it, with the inputs that it does not match.
function Format-Snapshot($Snapshot) {
    $text = [Daytona.Snapshots.Display.ViewText]
    $rows = [ordered]@{
        Name = @($Snapshot.Name); State = @($Snapshot.State); Id = @($Snapshot.Id); Ref = @($Snapshot.Ref); Image = $Snapshot.ImageName, 'image'
        Size = @($text::Size($Snapshot.Size)); Entrypoint = ($Snapshot.Entrypoint -join ', '), 'entrypoint'; Cpu = $Snapshot.Cpu, 'cpu'
        Memory = $text::Size($Snapshot.Memory), 'memory'; Disk = $text::Size($Snapshot.Disk), 'disk'; Gpu = $Snapshot.Gpu, 'gpu'
        GpuType = $Snapshot.GpuType, 'gpu-type'; Class = $Snapshot.SandboxClass, 'sandbox-class'; Region = ($Snapshot.RegionIds -join ', '), 'region'
    }
    foreach ($label in $rows.Keys) {
        $value, $name = $rows[$label]
        $wanted = $name ? $given[$name] : ''
        $isSame = ($wanted -replace '\s*Gi?B$' -split '\s*,\s*' -join ', ') -eq ("$value" -replace '\s*Gi?B$')
        if ($wanted -or "$value" -notin '', '0') { "$($label.PadRight(10)) : $($text::Clean($value))$(if ($wanted -and -not $isSame) { " (requested: $($text::Clean($wanted)))" })" }
    }
}

# The image definition that a script emits.
function Get-Definition([string] $Path) {
    $script = (Resolve-Path -LiteralPath $Path).ProviderPath
    try { $found = @(& $script) } catch {
        Write-Host $_.InvocationInfo.PositionMessage
        throw "The script '$Path' (input definition) failed: $_"
    }
    if ($found.Count -eq 1 -and $found[0] -is [Daytona.Snapshots.Image]) { return $found[0] }
    $what = switch ($found.Count) { 0 { 'nothing' } 1 { "a $($found[0].GetType().Name)" } default { "$_ objects" } }
    throw "The script '$Path' (input definition) returned $what instead of one image definition. Its only output must be that of New-DaytonaImage or Add-DaytonaImageStep."
}

# Publish-DaytonaSnapshot always creates: an existing snapshot is used, as New-DaytonaSnapshot -IfNotExists does it.
function Get-Existing([string] $Name) {
    $existing = Get-DaytonaSnapshot $Name -ErrorAction Ignore
    if ($existing -and $existing.State -notin 'error', 'build_failed', 'removing') { return Wait-DaytonaSnapshot $existing }
    if ($existing.State -ne 'removing' -and $existing) { Write-Warning "'$Name' had failed and is replaced. Its reason: $($existing.ErrorReason)" }
    if ($existing) { Remove-DaytonaSnapshot $existing -Wait }
}

function Read-Input {
    if ($env:SNAPSHOT_INPUTS) { return ConvertFrom-Json $env:SNAPSHOT_INPUTS -AsHashtable }
    $read = @{}
    Get-ChildItem env:SNAPSHOT_INPUT_* | ForEach-Object { $read[($_.Name -replace '^SNAPSHOT_INPUT_').ToLowerInvariant().Replace('_', '-')] = $_.Value }
    $read
}

function Assert-Known {
    $known = @($parameterOf.Keys) + $variableOf.Keys + 'mode' + 'package'
    $unknown = @($given.Keys | Where-Object { $_ -notin $known })
    if ($unknown) { throw "Unknown input: $($unknown -join ', '). The inputs are $($known -join ', ')." }
}

function Assert-Combination {
    if ($mode -notin 'create', 'if-not-exists', 'set', 'replace') { throw "The mode is create, if-not-exists, set or replace, and not '$mode'." }
    if ($chosen.Count -ne 1) { throw "Specify one of $(($sources | ForEach-Object { Get-InputName $_ }) -join ', ')." }
    $context = @('context', 'build-args', 'target' | Where-Object { $given[$_] } | ForEach-Object { Get-InputName $_ })
    if ($context -and $source -ne 'dockerfile') { throw "$($context -join ', ') requires a dockerfile." }
    if ($command -eq 'Publish-DaytonaSnapshot' -and $mode -in 'set', 'replace') {
        throw "The mode $mode does not support local images, which can't be compared. Use the mode create or if-not-exists, with a new name for each image."
    }
    if (-not $given.name -and $source -ne 'list') { throw 'The input name is missing.' }
    $accepted = (Get-Command $command).Parameters.Keys
    $unused = @($parameterOf.Keys | Where-Object { $given[$_] -and $_ -ne 'test-command' -and $parameterOf[$_] -notin $accepted } | ForEach-Object { Get-InputName $_ })
    if ($unused) { throw "$($unused -join ', ') can't be used with $(Get-InputName $source)." }
}

$given = Read-Input
$mode = $given.mode
try {
    Assert-Known
    # Without any, the job wants only the module.
    if (-not ($parameterOf.Keys | Where-Object { $given[$_] })) { exit 0 }
    $chosen = @($sources | Where-Object { $given[$_] })
    # A local image may be one of those in an archive.
    if ("$chosen" -eq 'local-image path') { $chosen = @('path') }
    $source = $chosen[0]
    $command = switch ($source) {
        'list' { 'Sync-DaytonaSnapshot' }
        { $_ -in 'path', 'local-image' } { 'Publish-DaytonaSnapshot' }
        default { $mode -in 'set', 'replace' ? 'Set-DaytonaSnapshot' : 'New-DaytonaSnapshot' }
    }
    Assert-Combination

    foreach ($name in $variableOf.Keys) { if ($given[$name]) { Set-Item "env:$($variableOf[$name])" $given[$name] } }
    $parameters = @{}
    foreach ($name in $parameterOf.Keys) { if ($given[$name]) { $parameters[$parameterOf[$name]] = $given[$name] } }
    $tests = @($given.'test-command' -split '\r?\n' | Where-Object { $_.Trim() })
    $parameters.Remove('TestCommand')
    if ($tests -and $command -in 'Set-DaytonaSnapshot', 'Sync-DaytonaSnapshot') { $parameters.TestCommand = $tests }
    if ($given.'build-args') {
        $parameters.BuildArgument = @{}
        foreach ($line in $given.'build-args' -split '\r?\n' | Where-Object { $_.Trim() }) {
            $key, $value = $line.Trim() -split '=', 2
            if ($null -eq $value) { throw "$(Get-InputName build-args) has lines NAME=value, and not '$line'." }
            $parameters.BuildArgument[$key] = $value
        }
    }
    if ($source -eq 'definition') { $parameters.Definition = Get-Definition $given.definition }
    if ($mode -eq 'if-not-exists' -and $command -eq 'New-DaytonaSnapshot') { $parameters.IfNotExists = $true }
    if ($mode -eq 'replace') { $parameters.Force = $true }

    if ($source -eq 'list') {
        if ($given.'prune-prefix') { $parameters.Prune = $true; $parameters.Confirm = $false }
        $changes = @()
        try { $null = Sync-DaytonaSnapshot @parameters -OutVariable changes } finally {
            if ($changes) { Add-Summary ($changes | Format-Table Action, Applied, Name, Differences -AutoSize | Out-String -Width 200) }
        }
        Set-Output created ([bool] $changes.Where{ $_.Applied -and $_.Action -in 'Create', 'Replace' } ? 'true' : 'false')
        exit 0
    }

    $snapshot = if ($command -eq 'Publish-DaytonaSnapshot' -and $mode -eq 'if-not-exists') { Get-Existing $given.name }
    if ($snapshot) {
        $action, $result = 'None', "'$($given.name)' already exists and is active; it was not compared with the local image."
        Write-Host $result
    } else {
        $snapshot = & $command @parameters -InformationVariable records
        $done = $records.Where({ $_.Tags -like 'DaytonaSnapshot.*' }, 'Last')[0]
        $action, $result = ($done.Tags -replace '^DaytonaSnapshot\.'), $done.MessageData
    }
    # Set-DaytonaSnapshot has tested a replacement.
    if ($tests -and $action -in 'Create', 'Replace' -and -not ($parameters.TestCommand -and $action -eq 'Replace')) {
        try { $null = Test-DaytonaSnapshot $snapshot -Command $tests } catch {
            # Or the next run would use it.
            Remove-DaytonaSnapshot $snapshot -Wait
            throw "$_ The new snapshot was removed."
        }
    }
    Add-Summary (@($result, '') + @(Format-Snapshot $snapshot) -join "`n")
    foreach ($property in 'Id', 'Name', 'State', 'Ref') { Set-Output $property.ToLowerInvariant() $snapshot.$property }
    Set-Output image $snapshot.ImageName
    Set-Output created ($action -in 'Create', 'Replace' ? 'true' : 'false')
} catch {
    $text = Add-InputName "$_"
    if ($_.FullyQualifiedErrorId -like 'NoCredentials*') {
        $text += $isAzure ? ' Set the parameter apiKey of the template.' : ' Set DAYTONA_API_KEY in the env of the step.'
    }
    Add-Summary $text
    # The module has shown a failed build at its line.
    if (-not $_.Exception.Data['Annotated']) { Write-Host ([Daytona.Snapshots.Display.WorkflowCommands]::Annotate('Daytona snapshot', $text)) }
    if ($_.ErrorDetails.RecommendedAction) { Write-Host $_.ErrorDetails.RecommendedAction }
    exit 1
}
