namespace Clip.Files.Placing;

/// <summary>The places that planned pictures and their sidecars will get, so that no two files want one.</summary>
internal sealed class PlannedPlaces
{
    // The file that will get each place. File systems that ignore case are common, also on removable drives.
    private readonly Dictionary<string, string> _places = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reserves the place of a picture and those of its sidecars beside it.</summary>
    /// <param name="from">The picture's full path.</param>
    /// <param name="to">Its new place, a full path.</param>
    /// <returns>
    /// False where one of the places is taken, by a file that is there or one that is planned, so that nothing was
    /// reserved. Pictures that share a sidecar, as a raw file and its JPEG do, may share its place too.
    /// </returns>
    public bool TryReserve(string from, string to)
    {
        var sidecars = FilePlacing.SidecarsOf(from, to).ToList();
        if (Path.Exists(to) || _places.ContainsKey(to) || sidecars.Exists(sidecar => Path.Exists(sidecar.To)
            || (_places.TryGetValue(sidecar.To, out var other) && other != sidecar.From)))
        {
            return false;
        }
        _places.Add(to, from);
        foreach (var (file, place, _) in sidecars)
            _places[place] = file;
        return true;
    }
}
