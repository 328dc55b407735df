using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Clip.Server.Hosting;
using Clip.Tests.Cli;

namespace Clip.Tests.Server.Hosting;

/// <summary>Encrypted connections with a certificate in PEM files.</summary>
public sealed class TlsTests(GalleryServer server)
{
    [Fact]
    public async Task A_certificate_encrypts_and_a_renewed_one_needs_no_restart()
    {
        using var folder = new TestFolder();
        var (certificate, key) = (Path.Combine(folder.Path, "cert.pem"), Path.Combine(folder.Path, "key.pem"));
        var first = Write(certificate, key);
        var tls = TlsCertificate.Open(certificate, key);
        await using var host = await server.StartAsync(
            static _ => { }, listen => listen with { Certificate = tls });
        Assert.Equal("https", host.Address.Scheme);
        Assert.Equal(first, await SeenAsync(host.Address));

        var second = Write(certificate, key);
        File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddMinutes(1));
        tls.Refresh();
        Assert.NotEqual(first, second);
        Assert.Equal(second, await SeenAsync(host.Address));

        File.WriteAllText(certificate, "half written");
        File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddMinutes(2));
        tls.Refresh();
        Assert.Equal(second, await SeenAsync(host.Address));
    }

    [Fact]
    public void A_certificate_behind_links_that_stay_is_read_again_when_they_lead_elsewhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        // As Kubernetes keeps secrets: what is replaced is the link to the folder, and the times may be the same.
        using var folder = new TestFolder();
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var thumbprints = new List<string>();
        foreach (var version in (string[])["..1", "..2"])
        {
            thumbprints.Add(Write(folder.At(version, "cert.pem"), folder.At(version, "key.pem")));
            File.SetLastWriteTimeUtc(folder.At(version, "cert.pem"), time);
            File.SetLastWriteTimeUtc(folder.At(version, "key.pem"), time);
        }
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "..data"), "..1");
        File.CreateSymbolicLink(folder.At("cert.pem"), Path.Combine("..data", "cert.pem"));
        File.CreateSymbolicLink(folder.At("key.pem"), Path.Combine("..data", "key.pem"));
        var tls = TlsCertificate.Open(folder.At("cert.pem"), folder.At("key.pem"));
        Assert.Equal(thumbprints[0], tls.Current.TargetCertificate.Thumbprint);

        Directory.Delete(Path.Combine(folder.Path, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "..data"), "..2");
        tls.Refresh();

        Assert.Equal(thumbprints[1], tls.Current.TargetCertificate.Thumbprint);
    }

    [Fact]
    public async Task Files_without_a_certificate_or_key_are_named()
    {
        using var folder = new TestFolder();
        var (certificate, key) = (Path.Combine(folder.Path, "cert.pem"), Path.Combine(folder.Path, "key.pem"));
        Write(certificate, key);
        var other = Path.Combine(folder.Path, "other.pem");
        Write(Path.Combine(folder.Path, "unused.pem"), other);
        string[] serve = ["serve", "--root", folder.Path];
        (await ClipSearch.RunAsync([.. serve, "--tls-cert", certificate, "--tls-key", other])).IsError("--tls-cert");
        (await ClipSearch.RunAsync([.. serve, "--tls-cert", certificate, "--tls-key", "no-such-file"]))
            .IsError("--tls-key", "no-such-file");
        (await ClipSearch.RunAsync([.. serve, "--tls-key", key])).IsError("--tls-key", "--tls-cert");
    }

    /// <summary>Writes a certificate of this test alone.</summary>
    /// <returns>Its thumbprint.</returns>
    private static string Write(string certificatePath, string keyPath)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }

    /// <summary>The certificate that a client sees, of a server that answers.</summary>
    private static async Task<string> SeenAsync(Uri address)
    {
        var seen = "";
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                // The certificate is the test's own, so what counts is which one it is.
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    seen = ((X509Certificate2)certificate!).Thumbprint;
                    return errors != SslPolicyErrors.RemoteCertificateNotAvailable;
                },
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = address };
        Assert.Equal("ok\n", await client.GetStringAsync("healthz", TestContext.Current.CancellationToken));
        return seen;
    }
}
