using System.Globalization;
using System.Text;
using Clip.Cli.Screen;

namespace Clip.Cli.Showing;

/// <summary>
/// The pictures over a grid, for terminals that draw pixels. Sends only what is not there yet; kitty keeps the pixels,
/// so that a picture that moves is not sent again.
/// </summary>
/// <param name="protocol">One that draws pixels.</param>
internal sealed class PictureLayer(PreviewProtocol protocol)
{
    /// <summary>The pictures that kitty keeps before it is told to forget them.</summary>
    private const int MostKept = 300;

    private readonly Dictionary<string, int> _kept = [];
    private readonly HashSet<(string Key, int X, int Y)> _shown = [];
    private int _lastId;

    /// <summary>What makes a terminal forget the pictures that it keeps.</summary>
    public string End => protocol == PreviewProtocol.Kitty ? KittyPicture.DeleteAll : "";

    /// <summary>
    /// Forgets what the terminal shows and keeps, as after a change of its size: kitty frees pixels whose picture is
    /// cleared.
    /// </summary>
    public void Forget()
    {
        _shown.Clear();
        _kept.Clear();
    }

    /// <summary>Whether the terminal shows all pictures of the last call, and none was put off.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The sequences that show pictures in the place of those that were shown before.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="most">
    /// After how many characters no further picture is begun; the rest follows with the next call, which may be for the
    /// same pictures.
    /// </param>
    public string Show(IReadOnlyList<PicturePlacement> pictures, int most = int.MaxValue)
    {
        IsComplete = true;
        var wanted = pictures.Select(Place).ToHashSet();
        if (wanted.SetEquals(_shown))
            return "";
        var text = new StringBuilder();
        if (protocol == PreviewProtocol.Kitty)
            AppendChanges(text, wanted);
        // Where another picture was, the grid has blanked the cells.
        _shown.IntersectWith(wanted);
        foreach (var picture in pictures.Where(one => !_shown.Contains(Place(one))))
        {
            if (text.Length >= most)
            {
                IsComplete = false;
                break;
            }
            Append(text, picture);
            _shown.Add(Place(picture));
        }
        return text.ToString();
    }

    /// <summary>Has kitty hide or forget what is shown or kept where that is necessary.</summary>
    private void AppendChanges(StringBuilder text, HashSet<(string Key, int X, int Y)> wanted)
    {
        // Those that were forgotten here may still be there.
        if (_kept.Count > MostKept || (_kept.Count == 0 && _lastId > 0))
        {
            text.Append(KittyPicture.DeleteAll);
            _kept.Clear();
            _shown.Clear();
        }
        else if (!_shown.IsSubsetOf(wanted))
        {
            text.Append(KittyPicture.HideAll);
            _shown.Clear();
        }
    }

    private void Append(StringBuilder text, PicturePlacement picture)
    {
        if (protocol != PreviewProtocol.Kitty)
        {
            AppendCursor(text, picture);
            text.Append((protocol == PreviewProtocol.ITerm
                ? ITermPicture.Encode(picture.Pixels)
                : SixelPicture.Encode(picture.Pixels)).TrimEnd('\n'));
            return;
        }
        if (!_kept.TryGetValue(picture.Key, out var id))
        {
            _kept[picture.Key] = id = ++_lastId;
            text.Append(KittyPicture.Keep(picture.Pixels, id));
        }
        AppendCursor(text, picture);
        text.Append(KittyPicture.Place(id, picture.Columns, picture.Lines));
    }

    private static (string Key, int X, int Y) Place(PicturePlacement picture) => (picture.Key, picture.X, picture.Y);

    private static void AppendCursor(StringBuilder text, PicturePlacement picture) =>
        text.Append(CultureInfo.InvariantCulture, $"\e[{picture.Y + 1};{picture.X + 1}H");
}
