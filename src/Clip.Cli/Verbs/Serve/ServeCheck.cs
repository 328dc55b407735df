using System.Net.Sockets;
using System.Text.Json.Serialization;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Server.Hosting;

namespace Clip.Cli.Verbs.Serve;

/// <summary>A problem as a JSON line.</summary>
internal sealed record ProblemLine(string Subject, string Problem, string? Remedy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProblemLine))]
internal sealed partial class ProblemJson : JsonSerializerContext;

/// <summary><c>serve --check</c>: everything that would keep the server from starting or answering.</summary>
internal static class ServeCheck
{
    /// <summary>Names each problem.</summary>
    /// <param name="settings">What the server would do.</param>
    /// <param name="found">What is wrong with its options.</param>
    /// <param name="terminal">Where problems go.</param>
    public static int Run(ServeSettings settings, IReadOnlyList<ClipException> found, Terminal terminal)
    {
        List<ClipException> problems = [.. found];
        // Without its folders, there is no library to look at.
        if (found.Count == 0)
            OpenMounts(settings, problems);
        TryListening(settings.Listen, problems);
        foreach (var problem in problems)
        {
            var (subject, what, remedy) = ErrorText.Parts(problem);
            if (terminal.IsJson)
                terminal.Json(new ProblemLine(subject, what, remedy), ProblemJson.Default.ProblemLine);
            else
                terminal.Error(ErrorText.Of(problem));
        }
        if (problems.Count > 0)
            return ExitCode.Error;
        terminal.Warn("nothing is wrong");
        return ExitCode.Found;
    }

    private static void OpenMounts(ServeSettings settings, List<ClipException> problems)
    {
        try
        {
            using var mounts = ServedMounts.Open(settings);
            foreach (var library in mounts.Libraries)
            {
                var model = mounts.Models.First(model => model.Name == library.Model).Model;
                foreach (var folder in library.Folders)
                    OpenIndex(folder.Location, model, problems);
            }
        }
        catch (ClipException error)
        {
            problems.Add(error);
        }
    }

    private static void OpenIndex(IndexLocation location, ClipModel model, List<ClipException> problems)
    {
        if (!PictureIndex.Exists(location))
            return;
        try
        {
            using var search = new PictureSearch(model, location);
            search.OpenIndex();
        }
        catch (ClipException error)
        {
            problems.Add(error);
        }
    }

    private static void TryListening(ListenOptions listen, List<ClipException> problems)
    {
        try
        {
            using var listener = new TcpListener(listen.Address, listen.Port);
            listener.Start();
        }
        catch (SocketException error)
        {
            problems.Add(ClipServerHost.CannotListen(
                listen, isTaken: error.SocketErrorCode == SocketError.AddressAlreadyInUse, error));
        }
    }
}
