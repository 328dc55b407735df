using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Clip.Resources;
using Microsoft.Win32.SafeHandles;

namespace Clip.Files;

/// <summary>
/// The first bytes of a file in memory, to be read: mapped where the file system can map files, otherwise a copy. The
/// file must not become shorter while a mapping lives.
/// </summary>
internal sealed unsafe class FileView : IDisposable
{
    private readonly IDisposable _owner;

    private FileView(byte* start, IDisposable owner)
    {
        Start = start;
        _owner = owner;
    }

    /// <summary>The first byte of the file, aligned to 64 bytes.</summary>
    public byte* Start { get; }

    /// <summary>Maps the start of a file, or reads it where the file system cannot map files.</summary>
    /// <param name="file">Stays its owner's.</param>
    /// <param name="length">
    /// At least 1, and no more than the file holds: touching mapped memory past its end would end the process.
    /// </param>
    /// <exception cref="IOException">
    /// It cannot be mapped, and cannot be read or is larger than the available memory.
    /// </exception>
    public static FileView Open(SafeFileHandle file, long length) => TryMap(file, length) ?? Read(file, length);

    /// <summary>Maps the start of a file; null where the file system cannot map files.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    public static FileView? TryMap(SafeFileHandle file, long length) =>
        TryMap(file, length, MemoryMappedFileAccess.Read)
        // A mapping of this process alone, which file systems without a shared cache (FUSE with direct I/O) can do.
        ?? TryMap(file, length, MemoryMappedFileAccess.CopyOnWrite);

    /// <summary>Reads the start of a file.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <exception cref="IOException">It cannot be read, or is larger than the available memory.</exception>
    public static FileView Read(SafeFileHandle file, long length)
    {
        if (MachineMemory.Available() is var available && length > available)
        {
            throw new IOException(
                $"the file system cannot map it, and reading it takes {length / 1_000_000:N0} MB of memory; "
                    + $"{available / 1_000_000:N0} MB are free");
        }

        var copy = new Copy(length);
        try
        {
            copy.Fill(file);
            return new FileView(copy.Start, copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => _owner.Dispose();

    private static FileView? TryMap(SafeFileHandle file, long length, MemoryMappedFileAccess access)
    {
        MemoryMappedFile? map = null;
        try
        {
            map = MemoryMappedFile.CreateFromFile(
                file, null, 0, access, HandleInheritability.None, leaveOpen: true);
            var view = new Mapping(map, map.CreateViewAccessor(0, length, access));
            return new FileView(view.Start, view);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            map?.Dispose();
            return null;
        }
    }

    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _view;

        public Mapping(MemoryMappedFile map, MemoryMappedViewAccessor view)
        {
            (_map, _view) = (map, view);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            Start = start + view.PointerOffset;
        }

        public byte* Start { get; }

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _map.Dispose();
        }
    }

    private sealed class Copy : SafeBuffer
    {
        private const int Alignment = 64;
        private const int Step = 1 << 24;

        private readonly long _length;

        public Copy(long length)
            : base(ownsHandle: true)
        {
            _length = length;
            SetHandle((nint)NativeMemory.AlignedAlloc((nuint)length, Alignment));
        }

        public byte* Start => (byte*)handle;

        public void Fill(SafeFileHandle file)
        {
            for (var at = 0L; at < _length;)
            {
                var read = RandomAccess.Read(file, new Span<byte>(Start + at, (int)Math.Min(Step, _length - at)), at);
                if (read == 0)
                    throw new EndOfStreamException("the file became shorter while it was read");
                at += read;
            }
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree(Start);
            return true;
        }
    }
}
