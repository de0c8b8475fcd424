<#
.SYNOPSIS
    Plays the playground's tour and draws the first part of what it shows, with its colours, for the README.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path (Split-Path $PSScriptRoot) 'docs/images/playground.svg'),

    # The line of the tour with which the picture begins.
    [string] $From = '# The snapshots of this organization:',

    # The line of the tour before which the picture ends.
    [string] $Until = '# Take one out of use:'
)

$ErrorActionPreference = 'Stop'
$columnWidth = 8.43
$lineHeight = 20
$margin = 20
$foreground = '#d6deeb'
# The terminal's colours 30 to 37 and 90 to 97.
$palette = @{
    30 = '#6b7a8f'; 31 = '#ff6b81'; 32 = '#5fd38a'; 33 = '#f2c14e'; 34 = '#6cb6ff'; 35 = '#d38aea'; 36 = '#56d4dd'; 37 = '#d6deeb'
    90 = '#8795a8'; 91 = '#ff8fa0'; 92 = '#8be8ad'; 93 = '#ffd980'; 94 = '#9ccfff'; 95 = '#e4b0f5'; 96 = '#8ae8ef'; 97 = '#ffffff'
}

$tour = $null | dotnet run --project "$PSScriptRoot/../src/Daytona.Playground"
$lines = [Collections.Generic.List[string]]::new()
foreach ($line in $tour) {
    if ($line -eq $Until) { break }
    # One empty line at most between two others.
    if (($lines.Count -or $line -eq $From) -and ($line -or $lines[-1])) { $lines.Add($line.TrimEnd()) }
}
while (-not $lines[-1]) { $lines.RemoveAt($lines.Count - 1) }

$text = [Text.StringBuilder]::new()
$columns = 0
for ($row = 0; $row -lt $lines.Count; $row++) {
    $colour = $foreground
    $bold = $italic = $false
    $column = 0
    $line = $lines[$row]
    if ($line.StartsWith('# ')) { $line = "`e[90m$line" }
    if ($line.StartsWith('PS> ')) { $line = "`e[96mPS>`e[97;1m" + $line.Substring(3) }
    foreach ($part in [regex]::Matches($line, '\e\[(?<codes>[\d;]*)m|(?<text>[^\e]+)')) {
        if (-not $part.Groups['text'].Success) {
            foreach ($code in $part.Groups['codes'].Value -split ';') {
                switch ([int]$code) {
                    0 { $colour = $foreground; $bold = $italic = $false }
                    1 { $bold = $true }
                    3 { $italic = $true }
                    default { if ($palette[$_]) { $colour = $palette[$_] } }
                }
            }
            continue
        }
        $run = $part.Groups['text'].Value
        # Every word has its own place and length, so that columns stand below one another in any font.
        foreach ($words in [regex]::Matches($run, '\S+( \S+)*')) {
            $style = "$(if ($bold) { ' font-weight="bold"' })$(if ($italic) { ' font-style="italic"' })"
            $null = $text.AppendFormat(
                [cultureinfo]::InvariantCulture,
                '<text x="{0:0.##}" y="{1}" textLength="{2:0.##}" fill="{3}"{4}>{5}</text>{6}',
                ($margin + $columnWidth * ($column + $words.Index)), ($margin + 34 + $row * $lineHeight),
                ($words.Length * $columnWidth), $colour, $style, [Security.SecurityElement]::Escape($words.Value), "`n")
        }
        $column += $run.Length
    }
    $columns = [Math]::Max($columns, $column)
}

$width = [int](2 * $margin + $columns * $columnWidth)
$height = $margin + 44 + $lines.Count * $lineHeight
$svg = @"
<svg xmlns="http://www.w3.org/2000/svg" width="$width" height="$height" viewBox="0 0 $width $height" role="img" aria-label="PowerShell lists, creates and removes Daytona snapshots">
<rect width="$width" height="$height" rx="10" fill="#0f1b2b"/>
<circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="42" cy="20" r="6" fill="#febc2e"/><circle cx="62" cy="20" r="6" fill="#28c840"/>
<g font-family="ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
$($text.ToString())</g>
</svg>

"@
$null = New-Item -ItemType Directory -Path (Split-Path $Path) -Force
[IO.File]::WriteAllText($Path, ($svg -replace "`r"), [Text.UTF8Encoding]::new($false))
