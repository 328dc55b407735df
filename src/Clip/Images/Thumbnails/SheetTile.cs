namespace Clip.Images.Thumbnails;

/// <summary>A picture on a <see cref="ContactSheet"/>.</summary>
/// <param name="Picture">The picture; null where the file cannot be read, which leaves an empty frame.</param>
/// <param name="Number">What the picture is called in the answer, usually its rank, from 1.</param>
/// <param name="Label">The line below it.</param>
internal sealed record SheetTile(RgbPixels? Picture, int Number, string Label);
