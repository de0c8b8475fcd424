namespace Daytona.Local.Http;

/// <summary>A program of the service beside the API, on its own port and with its own form of errors.</summary>
internal abstract class ServiceProgram
{
    /// <summary>Responds to a request on the program's port.</summary>
    public async ValueTask<LocalResponse> RunAsync(ApiCall call)
    {
        LocalResponse response;
        try
        {
            response = await HandleAsync(call).ConfigureAwait(false);
        }
        catch (ServiceException refusal)
        {
            response = Refuse(call, refusal);
        }

        response.Source = ResponseSource.Other;
        return response;
    }

    protected abstract ValueTask<LocalResponse> HandleAsync(ApiCall call);

    protected abstract LocalResponse Refuse(ApiCall call, ServiceException refusal);
}
