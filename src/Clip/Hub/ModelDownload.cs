using Clip.Hub;

namespace Clip;

/// <summary>Models by their names: see <see cref="KnownModels"/>.</summary>
public static class ModelDownload
{
    /// <summary>The folder beside the program that holds the models which were published with it.</summary>
    private const string BundledFolder = "models";

    extension(ClipModel)
    {
        /// <summary>
        /// Loads a model by its name, and downloads it first if it is neither beside the program nor in the cache. A
        /// model in the cache is used without a connection.
        /// </summary>
        /// <param name="name">
        /// A folder; a short name such as <c>clip-vit-b-32</c> (<see cref="KnownModels.All"/>); <c>OWNER/NAME</c> on
        /// the hub, with <c>@REVISION</c> after it or not; or the names of a text and an image tower, joined by a
        /// comma.
        /// </param>
        /// <param name="options">How the model is opened; null for the defaults.</param>
        /// <param name="hub">The hub and its cache; null for those of the environment variables.</param>
        /// <param name="progress">Receives the progress of the download; not called without one.</param>
        /// <param name="cancellationToken">Stops the download; the part that has arrived is kept.</param>
        /// <returns>The model, which the caller disposes. Its graphs are loaded on first use.</returns>
        /// <exception cref="HubException">
        /// The name is unknown, the hub or the disk fails, or the license restricts the model and was not accepted.
        /// </exception>
        /// <exception cref="ModelException">The files cannot be used.</exception>
        /// <exception cref="DeviceException">There is no such device.</exception>
        /// <example><code>
        /// using var model = await ClipModel.LoadAsync("clip-vit-b-32");
        /// </code></example>
        public static async Task<ClipModel> LoadAsync(
            string name, ClipModelOptions? options = null, HubOptions? hub = null,
            IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            using var connection = new ModelHub(hub ?? HubOptions.FromEnvironment());
            return await connection.LoadAsync(name, options, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Loads a model by its name; its files come from this hub if they are not here.</summary>
    internal static async Task<ClipModel> LoadAsync(
        this ModelHub hub, string name, ClipModelOptions? options, IProgress<PullProgress>? progress,
        CancellationToken cancellationToken)
    {
        var own = options?.Clone() ?? new ClipModelOptions();
        if (!Directory.Exists(name))
            own.Reference ??= name;
        List<string> folders = [];
        foreach (var part in TowersOf(name))
        {
            folders.Add(FolderOf(part) ?? await hub.DownloadAsync(part, own.Variant, progress, cancellationToken)
                .ConfigureAwait(false));
        }
        // Reading the model's files is work, and loading is meant for user interfaces too.
        return await Task.Run(() => ClipModel.Load(folders[0], folders[^1], own), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The folder of a model that is here without the hub; null where there is none.</summary>
    private static string? FolderOf(string name)
    {
        if (Path.Exists(name) || Path.IsPathRooted(name) || name.StartsWith('.'))
            return name; // the error for a path that does not exist is reported when the model is loaded
        var bundled = Path.Combine(AppContext.BaseDirectory, BundledFolder, name);
        return Directory.Exists(bundled) ? bundled : null;
    }

    /// <summary>The names of the two towers, or that of one model. A folder's name may have a comma too.</summary>
    private static string[] TowersOf(string name) =>
        !Directory.Exists(name) && name.Split(',') is [{ Length: > 0 }, { Length: > 0 }] towers ? towers : [name];
}
