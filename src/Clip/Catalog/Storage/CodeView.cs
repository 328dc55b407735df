using Clip.Files;
using Clip.Vectors;

namespace Clip.Catalog.Storage;

/// <summary>Mapped codes of verified rows. Stays valid until it is disposed, whatever happens to the file.</summary>
internal sealed unsafe class CodeView(FileView view, long rowCount, int dimensions) : IDisposable
{
    public CodeMatrix Matrix => new(view.Start + VectorFileHeader.Size, rowCount, dimensions);

    public void Dispose() => view.Dispose();
}
