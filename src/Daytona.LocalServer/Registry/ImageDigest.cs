using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Daytona.Local.Registry;

/// <summary>The digests by which a registry addresses content.</summary>
internal static partial class ImageDigest
{
    public const string Prefix = "sha256:";

    public static bool IsDigest(string text) => Shape().IsMatch(text);

    public static string Of(ReadOnlySpan<byte> content) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(content));

    [GeneratedRegex(@"^sha256:[a-f0-9]{64}\z")]
    private static partial Regex Shape();
}
