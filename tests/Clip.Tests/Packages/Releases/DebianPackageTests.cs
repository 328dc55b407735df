namespace Clip.Tests.Packages.Releases;

/// <summary>The Debian package: what it installs, and that this runs where nothing else is.</summary>
public sealed class DebianPackageTests
{
    [Fact]
    public async Task It_searches_in_a_root_with_only_the_packages_that_it_depends_on()
    {
        var package = MadePackages.FindDebian();
        Assert.SkipUnless(Environment.UserName == "root", "changing the root folder needs root");
        using var root = new TestFolder();
        await MadePackages.OutputAsync("dpkg-deb", "-x", package, root.Path);
        foreach (var dependency in await DependenciesAsync(package))
            await CopyLibrariesAsync(dependency, root);
        Directory.CreateDirectory(root.At("proc"));
        Directory.CreateDirectory(root.At("root"));
        Directory.CreateDirectory(root.At("tmp"));
        MadePackages.CopyPictures(root.At("pictures"));

        // The program needs what every system has: /proc. The mount ends with the namespace that it is made in.
        var result = await MadePackages.RunAsync("/usr/bin/unshare",
        [
            "--mount", "--propagation", "private", "/bin/sh", "-c",
            $"mount --rbind /proc '{root.At("proc")}' || exit 77; "
                + $"exec env -i HOME=/root /usr/sbin/chroot '{root.Path}' /usr/bin/clipsearch "
                + "search 'a lighthouse by the sea' --in /pictures --json",
        ], new() { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" });

        var isForbidden = result.ExitCode == 77
            || (result.ExitCode == 1 && result.StandardError.StartsWith("unshare:", StringComparison.Ordinal));
        Assert.SkipWhen(isForbidden, result.StandardError);
        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Matches("^{\"rank\":1,\"path\":\"/?pictures/photos/kodak-21.jpg\"", result.StandardOutput);
    }

    [Fact]
    public async Task Files_are_where_the_system_looks_for_them_and_owned_by_root()
    {
        var package = MadePackages.FindDebian();

        var lines = (await MadePackages.OutputAsync("dpkg-deb", "-c", package)).Split('\n')
            .Where(static line => line.Length > 0).ToList();

        Assert.All(lines, static line => Assert.Contains(" root/root ", line));
        Assert.All(lines, static line => Assert.Matches("^(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) ", line));
        Assert.Single(lines, static line => line.StartsWith("-rwxr-xr-x", StringComparison.Ordinal));
        string[] wanted =
        [
            "./usr/bin/clipsearch -> ../lib/clipsearch/clipsearch", "./usr/share/man/man1/clipsearch-search.1.gz",
            "./usr/share/bash-completion/completions/clipsearch", "./usr/share/zsh/vendor-completions/_clipsearch",
            "./usr/share/fish/vendor_completions.d/clipsearch.fish", "./usr/share/doc/clipsearch/copyright",
            "./usr/share/doc/clipsearch/clipsearch.cdx.json", "./usr/lib/clipsearch/models/clip-mini/tokenizer.json",
        ];
        Assert.All(wanted, path => Assert.Contains(lines, line => line.EndsWith(" " + path, StringComparison.Ordinal)));
        var times = lines.Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
        Assert.Single(times.Distinct());
    }

    [Fact]
    public async Task It_depends_on_what_its_files_are_linked_with_and_on_what_they_load()
    {
        var package = MadePackages.FindDebian();

        var depends = await MadePackages.OutputAsync("dpkg-deb", "-f", package, "Depends");

        Assert.Matches(@"libc6 \(>= 2\.[0-9]+\)", depends);
        Assert.Contains("libstdc++6", depends);
        Assert.Contains("libssl3", depends);
        Assert.DoesNotContain("onnxruntime", depends);
        Assert.DoesNotContain("@", await MadePackages.OutputAsync("dpkg-deb", "-f", package, "Version", "Depends"));
    }

    [Fact]
    public async Task Lintian_finds_no_error()
    {
        LongTests.SkipUnlessAskedFor();
        var package = MadePackages.FindDebian();
        Assert.SkipUnless(File.Exists("/usr/bin/lintian"), "lintian is not installed");

        var result = await MadePackages.RunAsync(
            "/usr/bin/lintian", ["--fail-on", "error", "--tag-display-limit", "0", package],
            new() { ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C.UTF-8" });

        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    /// <summary>
    /// The packages that are there after an installation: those that the package depends on, with what these depend on.
    /// </summary>
    private static async Task<List<string>> DependenciesAsync(string package)
    {
        List<string> all = [];
        var next = new Queue<string>(await NamesAsync(
            await MadePackages.OutputAsync("dpkg-deb", "-f", package, "Depends")));
        while (next.TryDequeue(out var name))
        {
            if (all.Contains(name))
                continue;
            all.Add(name);
            foreach (var other in await NamesAsync(await MadePackages.OutputAsync(
                "dpkg-query", "-W", "-f", "${Pre-Depends},${Depends}", name)))
            {
                next.Enqueue(other);
            }
        }
        return all;

        // Of alternatives, the first one that this system has.
        static async Task<List<string>> NamesAsync(string depends)
        {
            List<string> names = [];
            foreach (var one in depends.Split(',').Where(static one => one.Trim().Length > 0))
            {
                var alternatives = one.Split('|')
                    .Select(static name => name.Split('(')[0].Split(':')[0].Trim()).ToList();
                var name = alternatives[0];
                foreach (var other in alternatives)
                {
                    if (await MadePackages.IsInstalledAsync(other))
                    {
                        name = other;
                        break;
                    }
                }
                names.Add(name);
            }
            return names;
        }
    }

    private static async Task CopyLibrariesAsync(string package, TestFolder root)
    {
        var files = (await MadePackages.OutputAsync("dpkg-query", "-L", package)).Split('\n');
        foreach (var file in files.Where(static file => file.Contains(".so") && File.Exists(file)))
        {
            var target = root.At(file.TrimStart('/'));
            if (!File.Exists(target))
                File.Copy(file, target);
        }
    }
}
