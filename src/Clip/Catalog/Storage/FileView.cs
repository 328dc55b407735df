using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Clip.Catalog.Storage;

/// <summary>The first bytes of a file, mapped to be read. The file must not become shorter while it lives.</summary>
internal sealed unsafe class FileView : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="file">Stays its owner's.</param>
    /// <param name="length">
    /// No more than the file holds: touching mapped memory past its end would end the process.
    /// </param>
    public FileView(SafeFileHandle file, long length)
    {
        _map = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _map.Dispose();
            throw;
        }
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start + _view.PointerOffset;
    }

    /// <summary>The first byte of the file.</summary>
    public byte* Start { get; }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
