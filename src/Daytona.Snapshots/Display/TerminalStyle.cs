using System.Management.Automation;

namespace Daytona.Snapshots.Display;

/// <summary>The colours of <c>$PSStyle</c>, which Windows PowerShell does not have.</summary>
internal sealed class TerminalStyle
{
    private readonly PSObject? _style;

    private TerminalStyle(PSObject? style) => _style = style;

    /// <summary>The style of a shell.</summary>
    /// <returns>The style; one without colours if the shell shows plain text.</returns>
    public static TerminalStyle Of(EngineIntrinsics engine)
    {
        PSObject? style = engine.SessionState.PSVariable.GetValue("PSStyle") is { } value ? PSObject.AsPSObject(value) : null;
        return new TerminalStyle(style?.Properties["OutputRendering"]?.Value?.ToString() == "PlainText" ? null : style);
    }

    /// <summary>A text in a colour, such as <c>Green</c>.</summary>
    public string Foreground(string text, string colour) =>
        Paint(text, _style?.Properties["Foreground"]?.Value is { } colours ? PSObject.AsPSObject(colours).Properties[colour]?.Value : null);

    /// <summary>A text that stands back.</summary>
    public string Dim(string text) => Paint(text, _style?.Properties["Dim"]?.Value ?? "\u001b[2m");

    private string Paint(string text, object? start) =>
        _style is null || start is null || text.Length == 0 ? text : $"{start}{text}{_style.Properties["Reset"]?.Value}";
}
