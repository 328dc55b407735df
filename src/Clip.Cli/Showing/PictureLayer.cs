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
    private HashSet<(string Key, int X, int Y)> _shown = [];
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

    /// <summary>The sequences that show pictures in the place of those that were shown before.</summary>
    public string Show(IReadOnlyList<PicturePlacement> pictures)
    {
        var wanted = pictures.Select(static picture => (picture.Key, picture.X, picture.Y)).ToHashSet();
        if (wanted.SetEquals(_shown))
            return "";
        var text = new StringBuilder();
        if (protocol == PreviewProtocol.Kitty)
        {
            AppendKitty(text, pictures);
        }
        else
        {
            // Where another picture was, the grid has blanked the cells.
            foreach (var picture in pictures.Where(one => !_shown.Contains((one.Key, one.X, one.Y))))
            {
                AppendCursor(text, picture);
                text.Append((protocol == PreviewProtocol.ITerm
                    ? ITermPicture.Encode(picture.Pixels)
                    : SixelPicture.Encode(picture.Pixels)).TrimEnd('\n'));
            }
        }
        _shown = wanted;
        return text.ToString();
    }

    private void AppendKitty(StringBuilder text, IReadOnlyList<PicturePlacement> pictures)
    {
        // Those that were forgotten here may still be there.
        if (_kept.Count > MostKept || (_kept.Count == 0 && _lastId > 0))
        {
            text.Append(KittyPicture.DeleteAll);
            _kept.Clear();
        }
        else if (_shown.Count > 0)
        {
            text.Append(KittyPicture.HideAll);
        }
        foreach (var picture in pictures)
        {
            if (!_kept.TryGetValue(picture.Key, out var id))
            {
                _kept[picture.Key] = id = ++_lastId;
                text.Append(KittyPicture.Keep(picture.Pixels, id));
            }
            AppendCursor(text, picture);
            text.Append(KittyPicture.Place(id, picture.Columns, picture.Lines));
        }
    }

    private static void AppendCursor(StringBuilder text, PicturePlacement picture) =>
        text.Append(CultureInfo.InvariantCulture, $"\e[{picture.Y + 1};{picture.X + 1}H");
}
