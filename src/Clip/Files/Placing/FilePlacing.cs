namespace Clip.Files.Placing;

/// <summary>
/// Gives pictures another place, and their sidecars with them. Overwrites nothing, and records each file before it is
/// touched.
/// </summary>
internal static class FilePlacing
{
    /// <summary>Whether two files are regular and have the same content.</summary>
    public static bool HasSameContent(string a, string b)
    {
        var (first, second) = (FileStat.Of(a), FileStat.Of(b));
        return first is { Kind: FileKind.Regular } && second is { Kind: FileKind.Regular }
            && first.Value.Size == second.Value.Size && ContentHash.OfFile(a) == ContentHash.OfFile(b);
    }

    /// <summary>Gives pictures their places.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="journal">Where to record what is done; null for nowhere.</param>
    /// <param name="onError">
    /// Called for each picture that cannot be placed, and each sidecar; it stays where it is.
    /// </param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <returns>How many pictures were placed.</returns>
    public static int Run(
        IReadOnlyList<PlacedFile> pictures, PlacingJournal? journal, Action<ClipException>? onError,
        CancellationToken cancellationToken)
    {
        var done = 0;
        var namesakes = new Namesakes(pictures);
        foreach (var picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Looked up before the picture is gone from beside them.
            var sidecars = SidecarsOf(picture.From, picture.To).ToList();
            // A raw file that stays beside its JPEG, for example, needs the same sidecar.
            var isShared = picture.Action == SortAction.Move && sidecars.Exists(static sidecar => sidecar.IsShort)
                && namesakes.Stay(picture);
            if (!TryPlace(picture, journal, onError))
                continue;
            done++;
            namesakes.Note(picture);
            foreach (var (from, to, isShort) in sidecars)
            {
                var action = isShared && isShort ? SortAction.Copy : picture.Action;
                if (!(Path.Exists(to) && HasSameContent(from, to)))
                    TryPlace(new PlacedFile(action, from, to), journal, onError);
            }
        }
        return done;
    }

    /// <summary>
    /// The sidecars of a picture with the places beside its new one, and whether they are named without its extension.
    /// </summary>
    public static IEnumerable<(string From, string To, bool IsShort)> SidecarsOf(string from, string to)
    {
        var (folder, name) = (Path.GetDirectoryName(from)!, Path.GetFileName(from));
        var (newFolder, newName) = (Path.GetDirectoryName(to)!, Path.GetFileName(to));
        var (text, xmp) = (Sidecar.TextNamesFor(name), Sidecar.XmpNamesFor(name));
        var (newText, newXmp) = (Sidecar.TextNamesFor(newName), Sidecar.XmpNamesFor(newName));
        foreach (var (old, place, isShort) in new[]
        {
            (text.Short, newText.Short, true), (text.Long, newText.Long, false),
            (xmp.Short, newXmp.Short, true), (xmp.Long, newXmp.Long, false),
        })
        {
            var file = Sidecar.Find(folder, old);
            if (!File.Exists(file))
                continue;
            var newPlace = Path.Combine(newFolder, place);
            yield return (file, Path.ChangeExtension(newPlace, Path.GetExtension(file)), isShort);
        }
    }

    private static bool TryPlace(PlacedFile file, PlacingJournal? journal, Action<ClipException>? onError)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.To)!);
            journal?.Write(file);
            Place(file);
            return true;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            journal?.WriteFailure(file);
            onError?.Invoke(new ClipException(
                file.From, $"was not {Done(file.Action)} to {file.To} ({error.Message.TrimEnd('.')})",
                "it stays where it is", error));
            return false;
        }
    }

    private static void Place(PlacedFile file)
    {
        switch (file.Action)
        {
            case SortAction.Copy:
                File.Copy(file.From, file.To, overwrite: false);
                break;
            case SortAction.Link:
                File.CreateSymbolicLink(file.To, file.From);
                break;
            default:
                File.Move(file.From, file.To, overwrite: false);
                break;
        }
    }

    private static string Done(SortAction action) => action switch
    {
        SortAction.Copy => "copied",
        SortAction.Link => "linked",
        _ => "moved",
    };
}
