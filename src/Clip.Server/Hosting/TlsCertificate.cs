using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Clip.Files;

namespace Clip.Server.Hosting;

/// <summary>
/// A certificate with its key in PEM files, as certbot and others keep them. Read again when the files change, so that
/// a renewed certificate needs no restart. Thread-safe.
/// </summary>
internal sealed class TlsCertificate
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _turn = new();
    private readonly string _certificatePath;
    private readonly string _keyPath;
    private SslStreamCertificateContext _current;
    private (FileStat? Certificate, FileStat? Key) _version;
    private long _nextCheck;

    private TlsCertificate(string certificatePath, string keyPath)
    {
        (_certificatePath, _keyPath) = (certificatePath, keyPath);
        _version = Version();
        _current = Read();
        _nextCheck = Environment.TickCount64 + (long)CheckInterval.TotalMilliseconds;
    }

    /// <summary>The certificate, with those that lead from it to its root.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_turn)
            {
                if (Environment.TickCount64 >= _nextCheck)
                    Refresh();
                return _current;
            }
        }
    }

    /// <summary>Reads a certificate.</summary>
    /// <param name="certificatePath">
    /// A PEM file with the certificate and, after it, those that lead to its root.
    /// </param>
    /// <param name="keyPath">A PEM file with its key, unencrypted; may be the same file.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">A file holds no certificate or key, or they do not fit.</exception>
    public static TlsCertificate Open(string certificatePath, string keyPath) => new(certificatePath, keyPath);

    /// <summary>Looks at the files now.</summary>
    internal void Refresh()
    {
        lock (_turn)
        {
            _nextCheck = Environment.TickCount64 + (long)CheckInterval.TotalMilliseconds;
            var version = Version();
            if (version == _version)
                return;
            try
            {
                _current = Read();
                _version = version;
            }
            catch (Exception error) when (
                error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Half written, perhaps. The old one is good until the next look.
            }
        }
    }

    // Of the files that links lead to: those of certbot and of Kubernetes' secrets stay, and lead elsewhere.
    private (FileStat? Certificate, FileStat? Key) Version() =>
        (FileStat.Of(_certificatePath), FileStat.Of(_keyPath));

    private SslStreamCertificateContext Read()
    {
        var certificate = X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath);
        if (OperatingSystem.IsWindows())
        {
            // Windows takes no keys that are in memory alone.
            using var loaded = certificate;
            certificate = X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
        }
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificatePath);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }
}
