<#
.SYNOPSIS
    Converts an about_ topic from Markdown to the text that Get-Help shows.
.DESCRIPTION
    Paragraphs are wrapped at 80 columns, lists have hanging indents, and code is unchanged. The converter of platyPS is not
    used because it joins the lines of lists and tables.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    [Parameter(Mandatory)]
    [string] $Path
)

$width = 80

function Format-Paragraph([string] $Text, [string] $Indent, [string] $HangingIndent) {
    $line = $Indent
    foreach ($word in $Text.Trim() -split '\s+') {
        if ($line.Trim() -and $line.Length + 1 + $word.Length -gt $width) {
            $line
            $line = $HangingIndent
        }
        $line += if ($line.Trim() -and -not $line.EndsWith(' ')) { " $word" } else { $word }
    }
    $line
}

$output = [Collections.Generic.List[string]] @('TOPIC', "    $([IO.Path]::GetFileNameWithoutExtension($Path))")
$paragraph = ''
$hanging = '    '
foreach ($line in (Get-Content $Path | Select-Object -Skip 1) + '') {
    $plain = $line -replace '\[([^\]]+)\]\([^)]*\)', '$1'
    $isText = $plain -and $plain -notmatch '^(#|    |- |\d+\. )'
    if ($isText -or ($paragraph -and $plain -match '^  +\S' -and $hanging -ne '    ')) {
        $paragraph = "$paragraph $plain"
        continue
    }

    if ($paragraph) {
        $output.AddRange([string[]] @(Format-Paragraph $paragraph '    ' $hanging))
        $paragraph = ''
        $hanging = '    '
    }
    switch -Regex ($plain) {
        '^## (.*)' { $output.Add($Matches[1]); break }
        '^#+ (.*)' { $output.Add("  $($Matches[1])"); break }
        '^    (.*)' { $output.Add("        $($Matches[1])"); break }
        '^(- |\d+\. )' { $paragraph = $plain; $hanging = ' ' * (4 + $Matches[1].Length); break }
        '^$' { if ($output[-1] -and $output[-1] -cne 'SHORT DESCRIPTION' -and $output[-1] -notmatch '^( {0,2}\S)') { $output.Add('') } }
    }
}
while (-not $output[-1]) { $output.RemoveAt($output.Count - 1) }
($output -join "`n") + "`n"
