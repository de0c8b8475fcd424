using System.Management.Automation.Language;
using Daytona.Snapshots.Parameters;

namespace Daytona.Snapshots.SyncLists;

/// <summary>
/// Reads the data of a .psd1 file from its syntax. Nothing is executed or interpreted, and everything that is not data is refused. PowerShell
/// itself would convert numbers: 3.10 would become 3.1.
/// </summary>
internal static class DefinitionData
{
    /// <exception cref="FormatException">The text is not data.</exception>
    public static object? Read(string text)
    {
        ScriptBlockAst file = Parser.ParseInput(text, out Token[] tokens, out ParseError[] errors);
        if (errors.Length > 0) throw new FormatException($"line {errors[0].Extent.StartLineNumber}: {errors[0].Message}");
        if (file.EndBlock?.Statements is not [PipelineAst content])
        {
            throw new FormatException("it must be one table, or a list of tables, such as @( @{ Name = 'app:v1'; Image = 'alpine:3.20' } ).");
        }

        // PowerShell has other blocks and statements around it, which no property of the content shows.
        Token? other = tokens.FirstOrDefault(token =>
            token.Kind is not (TokenKind.NewLine or TokenKind.Comment or TokenKind.EndOfInput or TokenKind.Semi)
            && (token.Extent.StartOffset < content.Extent.StartOffset || token.Extent.EndOffset > content.Extent.EndOffset));
        return other is null ? Value(content) : throw NotData(other.Extent);
    }

    private static object? Value(Ast value) => value switch
    {
        PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var inner }] }
            when inner.Extent.StartOffset == value.Extent.StartOffset && inner.Extent.EndOffset == value.Extent.EndOffset => Value(inner),
        ParenExpressionAst { Pipeline: var inner } => Value(inner),
        StringConstantExpressionAst text => text.Value,
        ExpandableStringExpressionAst { NestedExpressions.Count: 0 } text => text.Value,
        ConstantExpressionAst number => new FileLiteral(number.Extent.Text),
        UnaryExpressionAst { TokenKind: TokenKind.Minus or TokenKind.Plus, Child: ConstantExpressionAst } number => new FileLiteral(number.Extent.Text),
        VariableExpressionAst variable when Is(variable, "null") => null,
        VariableExpressionAst variable when Is(variable, "true") || Is(variable, "false") => new FileLiteral(variable.Extent.Text),
        ArrayLiteralAst list => list.Elements.Select(Value).ToArray(),
        ArrayExpressionAst { SubExpression: { Traps: null or { Count: 0 } } block } =>
            block.Statements.SelectMany(static statement => Value(statement) is object?[] items ? items : [Value(statement)]).ToArray(),
        HashtableAst table => Table(table),
        _ => throw NotData(value.Extent),
    };

    private static Dictionary<string, object?> Table(HashtableAst table)
    {
        // The parser refuses keys that are repeated.
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
        {
            string name = Value(key)?.ToString() ?? throw NotData(key.Extent);
            if (values.ContainsKey(name)) throw new FormatException($"line {key.Extent.StartLineNumber}: '{name}' is given more than once.");
            values.Add(name, Value(value));
        }

        return values;
    }

    private static bool Is(VariableExpressionAst variable, string name) =>
        string.Equals(variable.VariablePath.UserPath, name, StringComparison.OrdinalIgnoreCase);

    private static FormatException NotData(IScriptExtent extent) =>
        new($"line {extent.StartLineNumber} is more than data. The file must be one table, or a list of tables, and all values constants.");
}
