<#
.SYNOPSIS
    Removes the types that are not public from the XML documentation of an assembly.
.DESCRIPTION
    The compiler documents all types. The XML of a package is shown to its users, who can use only the public ones.
#>
[CmdletBinding()]
param(
    # The assemblies. The XML is beside each.
    [Parameter(Mandatory)]
    [string[]] $Path
)

$ErrorActionPreference = 'Stop'
foreach ($assembly in Get-Item $Path) {
    $stream = [IO.File]::OpenRead($assembly)
    try {
        $metadata = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader([Reflection.PortableExecutable.PEReader]::new($stream))
        $isPublic = @{}
        function Get-TypeName($Type) {
            $name = $metadata.GetString($Type.Name)
            $declaring = $Type.GetDeclaringType()
            if (-not $declaring.IsNil) { return "$(Get-TypeName $metadata.GetTypeDefinition($declaring)).$name" }
            if ($Type.Namespace.IsNil) { $name } else { "$($metadata.GetString($Type.Namespace)).$name" }
        }
        function Test-Public($Type) {
            $declaring = $Type.GetDeclaringType()
            $visibility = $Type.Attributes -band [Reflection.TypeAttributes]::VisibilityMask
            if ($declaring.IsNil) { return $visibility -eq [Reflection.TypeAttributes]::Public }
            $visibility -eq [Reflection.TypeAttributes]::NestedPublic -and (Test-Public $metadata.GetTypeDefinition($declaring))
        }
        foreach ($handle in $metadata.TypeDefinitions) {
            $type = $metadata.GetTypeDefinition($handle)
            $isPublic[(Get-TypeName $type)] = Test-Public $type
        }
    } finally {
        $stream.Dispose()
    }
    $file = [IO.Path]::ChangeExtension($assembly.FullName, '.xml')
    $xml = [xml]::new()
    $xml.PreserveWhitespace = $true
    $xml.Load($file)
    $removed = 0
    foreach ($member in @($xml.SelectNodes('/doc/members/member'))) {
        # Such as T:Namespace.Type or M:Namespace.Type.Method(System.String). The type is the longest name that is one.
        $name = $member.name.Substring(2) -replace '\(.*'
        while ($name -and -not $isPublic.ContainsKey($name)) { $name = $name -replace '\.?[^.]*$' }
        if (-not $isPublic[$name]) { $null = $member.ParentNode.RemoveChild($member); $removed++ }
    }
    $xml.Save($file)
    Write-Output "Removed $removed of the members from $file."
}
