using System.Globalization;

namespace Daytona.Snapshots.Client.Http;

/// <summary>Recognizes servers of Daytona v2, which have a different API.</summary>
internal static class DaytonaVersion
{
    private const string Header = "X-Daytona-Api-Version";

    /// <summary>Whether a response names the API's version, as every response of the service does and a proxy's does not.</summary>
    public static bool IsNamedBy(HttpResponseMessage response) => response.Headers.Contains(Header);

    /// <summary>Whether a response says that it is from Daytona v2 or newer. Servers of this API are of versions such as v0.190.0.</summary>
    public static bool IsUnsupported(HttpResponseMessage response) =>
        response.Headers.TryGetValues(Header, out IEnumerable<string>? versions)
        && int.TryParse(
            versions.First().TrimStart('v', 'V').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
        && major >= 2;

    public static DaytonaConnectionException Unsupported(Uri url, Exception? cause = null) =>
        new(
            ConnectionFailure.UnsupportedApi,
            $"{url.Host} is a server of Daytona v2. This client is for the current Daytona platform (v0, such as {DaytonaClientOptions.DefaultApiUrl}) and for self-hosted servers.",
            cause);
}
