using System.CommandLine;
using Clip.Cli.Configuration;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;
using Clip.Diagnostics;

namespace Clip.Cli.Verbs.Doctor;

/// <summary>What <c>doctor</c> is asked to check.</summary>
/// <param name="Model">The model.</param>
/// <param name="Location">The index; null for the library of the database, if it has one.</param>
/// <param name="Configuration">The configuration file; null for none.</param>
/// <param name="Origins">The settings, and who says so.</param>
internal sealed record DoctorSettings(
    ModelSettings Model, IndexLocation? Location, string? Configuration, IReadOnlyList<SettingOrigin> Origins)
{
    /// <summary>The database to check; null for none.</summary>
    public PostgresStore? Store { get; init; }
}

/// <summary>
/// <c>doctor</c>: what the program runs with, and whether it works: versions, devices, model, cache, index, a timed
/// self-test.
/// </summary>
internal sealed class DoctorVerb : IVerb<DoctorSettings>
{
    private readonly IndexOptions _index = new();

    public DoctorVerb() => _index.AddLocationTo(Command);

    public VerbCommand Command { get; } = new(
        "doctor", "Check versions, devices, model, cache and index, with a timed self-test",
        "clipsearch doctor",
        "clipsearch doctor --device cuda --in ~/Pictures --json")
    {
        ChecksConfiguration = true,
    };

    public DoctorSettings Resolve(ParseResult parsed)
    {
        if (_index.FolderOf(parsed) is { } folder && !Path.Exists(folder))
            throw new ClipException($"--in {DisplayPath.Of(folder)}", "does not exist", "check the path");
        var configuration = VerbInvocation.Of(parsed).Configuration;
        var store = _index.StoreOf(parsed);
        return new DoctorSettings(
            ModelOptions.Resolve(parsed), store is null ? _index.PlaceOf(parsed).Location : null,
            configuration.Path.Path is { } file && File.Exists(file) ? file : null,
            SettingOrigins.Of(parsed, configuration))
        {
            Store = store,
        };
    }

    public Task<int> RunAsync(DoctorSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var loading = settings.Model.Loading;
        // First: what is wrong with a database may be why it has no library.
        var database = settings.Store is { } store ? DoctorDatabaseLine.Of(store.Check()) : null;
        var (location, missing) = Find(settings);
        using var model = location is null
            ? ModelInput.Load(settings.Model)
            : IndexModels.Load(location, settings.Model);
        var reports = new DeviceSurvey(model.Folder, model.ImageFolder, loading).Run(cancellationToken);
        var (index, problem) = location is null ? (null, missing) : Describe(location, model);
        var line = DoctorLine.Of(model, index, problem, loading, reports) with
        {
            Config = settings.Configuration,
            Settings = [.. settings.Origins],
            Database = database,
        };
        DoctorPrinter.Write(terminal, line, reports);
        if (!terminal.IsJson)
            EmbeddedModelHint.Write(terminal, settings.Model, model);

        // The exit code says whether a device given by name works.
        if (reports.FirstOrDefault(report => report.Device == loading.Device) is not { IsUsable: false } named)
            return Task.FromResult(ExitCode.Found);
        terminal.Error($"--device {named.Device}: {DeviceReasons.Of(named)}");
        return Task.FromResult(ExitCode.Error);
    }

    private static (IndexLocation? Location, string? Problem) Find(DoctorSettings settings)
    {
        if (settings.Store is not { } store)
            return (settings.Location, null);
        try
        {
            return (store.FindLibrary(), null);
        }
        catch (ClipException error)
        {
            return (null, ErrorText.Of(error));
        }
    }

    private static (DoctorIndexLine? Index, string? Problem) Describe(IndexLocation location, ClipModel model)
    {
        try
        {
            using var index = PictureIndex.Open(location);
            return (DoctorIndexLine.Of(location, index, model), null);
        }
        catch (ClipException error)
        {
            return (null, ErrorText.Of(error));
        }
    }
}
