using System.Management.Automation;
using System.Management.Automation.Language;

namespace Daytona.Snapshots.Definitions;

/// <summary>
/// Reads definitions from a file: a .psd1 with a list or a table whose key Snapshots has it, a .json of the same shape, or a
/// .csv with a row for each. A .psd1 is read as data, and nothing in it is executed.
/// </summary>
internal static class SnapshotDefinitionFile
{
    private const string ListKey = "Snapshots";

    /// <summary>The entries of a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="invoke">Runs PowerShell's own commands for JSON and CSV.</param>
    /// <exception cref="DefinitionException">The file can't be read.</exception>
    public static IReadOnlyList<object?> Read(string path, CommandInvocationIntrinsics invoke)
    {
        if (!File.Exists(path)) throw new DefinitionException($"There is no file '{path}'.");
        try
        {
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".PSD1" => ReadData(path),
                ".JSON" => ReadJson(path, invoke),
                ".CSV" => [.. invoke.InvokeScript(
                    false, ScriptBlock.Create("param($Path) Microsoft.PowerShell.Utility\\Import-Csv -LiteralPath $Path -Encoding UTF8"), null, path)],
                _ => throw new DefinitionException($"'{path}' is not a list of snapshots: use a .psd1, .json or .csv file."),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RuntimeException)
        {
            throw new DefinitionException($"'{path}' can't be read: {exception.Message}", exception);
        }
    }

    private static List<object?> ReadJson(string path, CommandInvocationIntrinsics invoke)
    {
        // Windows PowerShell emits an array as one object.
        List<object?> items = [];
        foreach (PSObject item in invoke.InvokeScript(
            false,
            ScriptBlock.Create("param($Json) Microsoft.PowerShell.Utility\\ConvertFrom-Json -InputObject $Json | ForEach-Object { $_ }"),
            null,
            File.ReadAllText(path)))
        {
            if (item?.Properties[ListKey] is { } list) items.AddRange(LanguagePrimitives.GetEnumerable(list.Value)?.Cast<object?>() ?? [list.Value]);
            else items.Add(item);
        }

        return items;
    }

    private static List<object?> ReadData(string path)
    {
        ScriptBlockAst file = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0)
        {
            throw new DefinitionException($"'{path}' can't be read: line {errors[0].Extent.StartLineNumber}: {errors[0].Message}");
        }

        if (file.EndBlock?.Statements is not [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var content }] }])
        {
            throw new DefinitionException($"'{path}' is not a list of snapshots: it has to be one table, or a list of tables, such as @( @{{ Name = 'app:v1'; Image = 'alpine:3.20' }} ).");
        }

        // Entry by entry: PowerShell limits the size of what it reads as data.
        return [.. Entries(content).Select(entry => ReadEntry(path, entry))];
    }

    private static IEnumerable<Ast> Entries(Ast content) => content switch
    {
        HashtableAst table when table.KeyValuePairs.FirstOrDefault(static pair => IsListKey(pair.Item1)) is { Item2: { } list } => Entries(list),
        PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var expression }] } => Entries(expression),
        ArrayLiteralAst list => list.Elements,
        ArrayExpressionAst list => list.SubExpression.Statements.SelectMany(Entries),
        _ => [content],
    };

    private static bool IsListKey(ExpressionAst key) =>
        key is StringConstantExpressionAst text && string.Equals(text.Value, ListKey, StringComparison.OrdinalIgnoreCase);

    private static object? ReadEntry(string path, Ast entry)
    {
        try
        {
            return entry.SafeGetValue();
        }
        catch (InvalidOperationException exception)
        {
            throw new DefinitionException(
                $"'{path}' is read as data and can't contain expressions: line {entry.Extent.StartLineNumber} has one that is not a constant.", exception);
        }
    }
}
