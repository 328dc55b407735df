using System.Text;
using System.Text.Unicode;
using Clip.Server.Problems;

namespace Clip.Server.Bodies;

/// <summary>A part of a form.</summary>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Content">Its bytes, part of the request's body.</param>
/// <param name="IsFile">Whether it names a file. The name itself means nothing here.</param>
internal readonly record struct FormPart(string Name, ReadOnlyMemory<byte> Content, bool IsFile)
{
    /// <summary>The content as a text.</summary>
    /// <exception cref="RequestException">It is not UTF-8.</exception>
    public string Text => Utf8.IsValid(Content.Span)
        ? Encoding.UTF8.GetString(Content.Span)
        : throw RequestException.Invalid(Name, $"The field '{Name}' is not UTF-8.");
}
