using System.Text.RegularExpressions;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Removes user names and passwords from URLs in messages of the HTTP stack, which contain the whole URL of a proxy.</summary>
internal static class UserInfo
{
    // The part before a path or a query, and not the name of an image before its digest.
    private static readonly Regex InUrl = new("(?<=://)[^/?#\\s]*@(?!sha[0-9]+:)", RegexOptions.CultureInvariant);

    public static string RemoveFrom(string message) => InUrl.Replace(message, "");

    /// <summary>The exception itself, or one with its cleaned message if it or a cause of it contains user info.</summary>
    public static Exception RemoveFrom(Exception exception) =>
        InUrl.IsMatch(exception.ToString()) ? new HttpRequestException(RemoveFrom(exception.Message)) : exception;
}
