using System.Collections;
using System.Management.Automation.Host;
using Daytona.Snapshots.Connections;
using Daytona.Snapshots.Parameters;
using Daytona.Snapshots.Pipeline;

namespace Daytona.Snapshots.Commands;

/// <summary>The base of all cmdlets that use a connection.</summary>
public abstract class DaytonaCmdlet : PipelineCmdlet
{
    private const string ConsoleHostName = "ConsoleHost";

    private Connection? _connection;
    private DaytonaClient? _client;

    /// <summary>The account to use instead of the process's current one, from <c>Connect-Daytona</c>.</summary>
    [Parameter]
    [ConnectionTransformation]
    [ValidateNotNull]
    public Connection? Connection { get; set; }

    /// <summary>The connection that this cmdlet uses.</summary>
    private protected Connection ConnectionInUse =>
        _connection ??= Connection ?? CurrentConnection.Get() ?? throw CredentialResolver.NotFound(CurrentConnection.Environment);

    /// <summary>The client, which reports its requests to Debug, and waits and retries to Verbose.</summary>
    private protected DaytonaClient Client => _client ??= Observe(ConnectionInUse);

    private protected sealed override Uri? ServiceUrl => _connection?.ApiUrl;

    /// <summary>Whether somebody may be there to answer. The console treats the end of a redirected input, and an empty line, as a yes.</summary>
    private protected bool CanAsk => Host.Name != ConsoleHostName || !Console.IsInputRedirected;

    /// <summary>Asks the user whether to continue. Ends the pipeline with an error if the shell is not interactive. The advice says how to skip the question.</summary>
    private protected bool AskToContinue(string question, string advice)
    {
        Exception? refusal = null;
        try
        {
            if (CanAsk) return ShouldContinue(DisplayText.Clean(question), MyInvocation.MyCommand.Name);
        }
        catch (Exception exception) when (exception is InvalidOperationException or HostException)
        {
            refusal = exception;
        }

        Report(ErrorTable.ConfirmationUnavailable.With(null, detail: $"{question} {advice}", cause: refusal));
        return false;
    }

    /// <summary>Handles each reference that can be used. A failure of one does not end the others.</summary>
    private protected void ForEach(IEnumerable<ResourceReference> references, Action<ResourceReference> handle, ErrorRow? unusable = null)
    {
        foreach (ResourceReference reference in references)
        {
            try
            {
                if (reference.Problem is { } problem) Report((unusable ?? ErrorTable.NotASnapshot).With(reference.Source, detail: problem));
                else handle(reference);
            }
            catch (DaytonaException exception)
            {
                Report(ErrorFor(exception, reference));
            }
        }
    }

    /// <summary>A connection's client, which reports to this cmdlet.</summary>
    private protected DaytonaClient Observe(Connection connection)
    {
        // A Version, or a SemanticVersion with the label of a preview.
        string? shell = (SessionState.PSVariable.GetValue("PSVersionTable") as IDictionary)?["PSVersion"]?.ToString();
        return connection.GetClient(shell?.Split('-')[0]).ObservedBy(new Observer(this));
    }

    private sealed class Observer(DaytonaCmdlet cmdlet) : IClientObserver
    {
        public void OnRequest(string line) => cmdlet.Pump.Post(() => cmdlet.WriteDebug(DisplayText.Clean(line)));

        public void OnNotice(string line) => cmdlet.PostVerbose(line);

        public void OnWarning(string line) => cmdlet.Pump.Post(() => cmdlet.Warn(line));
    }
}
