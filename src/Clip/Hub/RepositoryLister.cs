using Polly;

namespace Clip.Hub;

/// <summary>Requests the list of a repository's files from the hub.</summary>
/// <param name="connection">The hub.</param>
/// <param name="options">Its address.</param>
/// <param name="retry">Repeats requests that failed for a temporary reason.</param>
internal sealed class RepositoryLister(HubConnection connection, HubOptions options, ResiliencePipeline retry)
{
    private const int MaxPages = 1_000;

    /// <summary>Lists the files of a revision.</summary>
    /// <exception cref="HubException">The hub cannot be reached, refuses, or sends something else.</exception>
    public async Task<HubListing> ListAsync(ModelReference model, CancellationToken cancellationToken)
    {
        var revision = Uri.EscapeDataString(model.Revision);
        var address = options.At($"api/models/{model.Repository}/revision/{revision}?blobs=true");
        try
        {
            var (json, _) = await GetAsync(address, model, cancellationToken).ConfigureAwait(false);
            var listing = HubListing.ParseRevision(json);
            if (listing.IsComplete)
                return listing;
            var files = await ListTreeAsync(model, listing.Commit, cancellationToken).ConfigureAwait(false);
            return listing with { Files = files };
        }
        catch (InvalidDataException error)
        {
            throw new HubException(
                model.ToString(),
                $"the answer of {options.Endpoint.Host} is not a hub's list of files ({error.Message})",
                "check HF_ENDPOINT", error);
        }
    }

    /// <summary>Mirrors may omit sizes and hashes from the short list; the tree has them, page by page.</summary>
    private async Task<IReadOnlyList<HubFile>> ListTreeAsync(
        ModelReference model, string commit, CancellationToken cancellationToken)
    {
        List<HubFile> files = [];
        Uri? address = options.At($"api/models/{model.Repository}/tree/{commit}?recursive=true");
        for (var page = 0; address is not null; page++)
        {
            if (page == MaxPages)
                throw new InvalidDataException($"more than {MaxPages} pages");
            (var json, address) = await GetAsync(address, model, cancellationToken).ConfigureAwait(false);
            HubListing.ParseTreePage(json, files);
        }
        return files;
    }

    private async Task<(ReadOnlyMemory<byte> Json, Uri? Next)> GetAsync(
        Uri address, ModelReference model, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(
            async token => await connection.GetJsonAsync(address, model.ToString(), model, token)
                .ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
}
