using System.Globalization;
using System.Net;
using System.Text;
using Clip.Cli.Output;
using Clip.Files;
using Clip.Images.Thumbnails;

namespace Clip.Cli.Showing;

/// <summary>
/// Writes an answer as one web page that opens from disk: the pictures are in it, small, and lead to the files. It has
/// no script and names no address outside.
/// </summary>
internal static class PageFile
{
    private const int Side = 320;

    private const string Head = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">

        """;

    private const string Style = """
        <style>
        :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
        body { margin: 1.5rem; }
        ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.2rem; padding: 0; }
        li { list-style: none; min-width: 0; }
        a { display: block; height: 14rem; background: #8881; }
        img { width: 100%; height: 100%; object-fit: contain; }
        p { margin: .3rem 0 0; overflow-wrap: anywhere; }
        small { opacity: .7; }
        </style>

        """;

    /// <param name="path">The HTML file.</param>
    /// <param name="title">What was searched for.</param>
    /// <param name="pictures">The results in their order.</param>
    /// <param name="terminal">Where errors go.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <exception cref="ClipException">The file cannot be written.</exception>
    public static void Write(
        string path, string title, IReadOnlyList<ShownPicture> pictures, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var pixels = Thumbnails.Read(pictures, Side, Side, terminal, cancellationToken);
        var page = new StringBuilder(Head);
        page.Append("<title>").Append(Text(title)).Append("</title>\n").Append(Style)
            .Append("<h1>").Append(Text(title)).Append("</h1>\n<ol>\n");
        foreach (var (picture, small) in pictures.Zip(pixels))
            AppendPicture(page, picture, small);
        page.Append("</ol>\n</html>\n");
        OutputFile.Write(path, Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void AppendPicture(StringBuilder page, ShownPicture picture, RgbPixels? small)
    {
        var caption = picture.Caption ?? Path.GetFileName(picture.Path);
        page.Append("<li><a href=\"").Append(Text(FileUri.Of(picture.File))).Append("\">");
        if (small is not null)
        {
            page.Append("<img loading=\"lazy\" alt=\"").Append(Text(caption)).Append("\" src=\"data:image/jpeg;base64,")
                .Append(Convert.ToBase64String(JpegFile.Encode(small))).Append("\">");
        }
        page.Append("</a><p>").Append(CultureInfo.InvariantCulture, $"<b>{picture.Rank}</b> ");
        if (picture.Score is { } score)
            page.Append(CultureInfo.InvariantCulture, $"{score:0.000} ");
        page.Append(Text(picture.Path)).Append("</p>");
        if (picture.Caption is not null || picture.Captured is not null)
        {
            var facts = ((string?[])[picture.Caption, picture.Captured]).OfType<string>().Select(Text);
            page.Append("<p><small>").AppendJoin(" · ", facts).Append("</small></p>");
        }
        page.Append("</li>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(Plain.OneLine(text));
}
