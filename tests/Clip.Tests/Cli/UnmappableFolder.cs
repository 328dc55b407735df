using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Cli;

/// <summary>
/// A folder that the program cannot map files of, as on a FUSE file system with direct I/O: a library that is loaded
/// before all others refuses it. Needs Linux and a C compiler; tests skip where there is none.
/// </summary>
internal sealed class UnmappableFolder : IDisposable
{
    private const string Source =
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <unistd.h>

        static int refused(int flags, int file) {
            const char *folder = getenv("UNMAPPABLE_FOLDER");
            int shared = (flags & MAP_TYPE) != MAP_PRIVATE;
            if (!folder || file < 0 || flags & MAP_ANONYMOUS || !(shared || getenv("UNMAPPABLE_PRIVATELY")))
                return 0;
            char link[64], path[4096];
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            ssize_t length = readlink(link, path, sizeof path - 1);
            return length >= (ssize_t)strlen(folder) && !strncmp(path, folder, strlen(folder));
        }

        void *mmap(void *at, size_t length, int protection, int flags, int file, off_t offset) {
            static void *(*map)(void *, size_t, int, int, int, off_t);
            if (!map)
                map = dlsym(RTLD_NEXT, "mmap");
            if (refused(flags, file)) {
                errno = ENODEV;
                return MAP_FAILED;
            }
            return map(at, length, protection, flags, file, offset);
        }

        void *mmap64(void *at, size_t length, int protection, int flags, int file, off_t offset) {
            return mmap(at, length, protection, flags, file, offset);
        }
        """;

    private readonly TestFolder _tools = new();
    private readonly TestFolder _folder = new();

    private UnmappableFolder()
    {
    }

    /// <summary>Builds the library, or skips the test.</summary>
    public static async Task<UnmappableFolder> CreateAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux loads a library before all others.");
        var folder = new UnmappableFolder();
        File.WriteAllText(folder._tools.At("refuse.c"), Source);
        try
        {
            var compiled = await CliWrap.Cli.Wrap("cc")
                .WithArguments(["-shared", "-fPIC", "-o", folder.Library, folder._tools.At("refuse.c"), "-ldl"])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(compiled.IsSuccess, $"The C compiler does not work here: {compiled.StandardError}");
            return folder;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            folder.Dispose();
            Assert.Skip("There is no C compiler.");
            throw;
        }
    }

    private string Library => _tools.At("refuse.so");

    public string At(params string[] parts) => _folder.At(parts);

    /// <summary>Runs a command that finds its caches in this folder too.</summary>
    /// <param name="privately">Whether mappings of one process alone are possible.</param>
    /// <param name="arguments">As the program gets them.</param>
    public Task<Answer> RunAsync(bool privately, params string[] arguments) =>
        ClipSearch.RunAsync(arguments, null, environment: new Dictionary<string, string?>
        {
            ["LD_PRELOAD"] = Library,
            ["UNMAPPABLE_FOLDER"] = _folder.Path,
            ["UNMAPPABLE_PRIVATELY"] = privately ? null : "1",
            ["XDG_CACHE_HOME"] = At("caches"),
        });

    public void Dispose()
    {
        _folder.Dispose();
        _tools.Dispose();
    }
}
