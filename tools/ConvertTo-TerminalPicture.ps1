<#
.SYNOPSIS
    Converts the output of a terminal, with its colors, to an SVG picture.
.DESCRIPTION
    A line that begins with "# " is drawn as a comment, and one that begins with "PS> " as a command.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    # The lines, with escape sequences for colors.
    [Parameter(Mandatory)]
    [AllowEmptyString()]
    [string[]] $Line,

    # The description of the picture for screen readers.
    [Parameter(Mandatory)]
    [string] $Label,

    # The width of the terminal in characters. By default, that of the longest line.
    [int] $Columns
)

$columnWidth = 8.43
$lineHeight = 20
$margin = 20
$foreground = '#d6deeb'
# The terminal's colors 30 to 37 and 90 to 97.
$palette = @{
    30 = '#6b7a8f'; 31 = '#ff6b81'; 32 = '#5fd38a'; 33 = '#f2c14e'; 34 = '#6cb6ff'; 35 = '#d38aea'; 36 = '#56d4dd'; 37 = '#d6deeb'
    90 = '#8795a8'; 91 = '#ff8fa0'; 92 = '#8be8ad'; 93 = '#ffd980'; 94 = '#9ccfff'; 95 = '#e4b0f5'; 96 = '#8ae8ef'; 97 = '#ffffff'
}

$text = [Text.StringBuilder]::new()
for ($row = 0; $row -lt $Line.Count; $row++) {
    $colour = $foreground
    $bold = $italic = $dim = $false
    $column = 0
    $current = $Line[$row]
    if ($current.StartsWith('# ')) { $current = "`e[90m$current" }
    if ($current.StartsWith('PS> ')) { $current = "`e[96mPS>`e[97;1m" + $current.Substring(3) }
    foreach ($part in [regex]::Matches($current, '\e\[(?<codes>[\d;]*)m|(?<text>[^\e]+)')) {
        if (-not $part.Groups['text'].Success) {
            foreach ($code in $part.Groups['codes'].Value -split ';') {
                switch ([int]$code) {
                    0 { $colour = $foreground; $bold = $italic = $dim = $false }
                    1 { $bold = $true }
                    2 { $dim = $true }
                    3 { $italic = $true }
                    default { if ($palette[$_]) { $colour = $palette[$_] } }
                }
            }
            continue
        }
        $run = $part.Groups['text'].Value
        # Every word has a position and a length, so that columns are aligned in any font.
        foreach ($words in [regex]::Matches($run, '\S+( \S+)*')) {
            $style = "$(if ($bold) { ' font-weight="bold"' })$(if ($italic) { ' font-style="italic"' })$(if ($dim) { ' opacity="0.55"' })"
            $null = $text.AppendFormat(
                [cultureinfo]::InvariantCulture,
                '<text x="{0:0.##}" y="{1}" textLength="{2:0.##}" fill="{3}"{4}>{5}</text>{6}',
                ($margin + $columnWidth * ($column + $words.Index)), ($margin + 34 + $row * $lineHeight),
                ($words.Length * $columnWidth), $colour, $style, [Security.SecurityElement]::Escape($words.Value), "`n")
        }
        $column += $run.Length
    }
    $Columns = [Math]::Max($Columns, $column)
}

$width = [int](2 * $margin + $Columns * $columnWidth)
$height = $margin + 44 + $Line.Count * $lineHeight
@"
<svg xmlns="http://www.w3.org/2000/svg" width="$width" height="$height" viewBox="0 0 $width $height" role="img" aria-label="$([Security.SecurityElement]::Escape($Label))">
<rect width="$width" height="$height" rx="10" fill="#0f1b2b"/>
<circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="42" cy="20" r="6" fill="#febc2e"/><circle cx="62" cy="20" r="6" fill="#28c840"/>
<g font-family="ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
$($text.ToString())</g>
</svg>

"@ -replace "`r"
