using Microsoft.Extensions.Logging;

namespace Clip.Tests.Server.Security;

/// <summary>What the log says about refused requests.</summary>
public sealed class RefusalLogTests(GalleryServer server)
{
    [Fact]
    public async Task A_refusal_is_logged_with_the_status_that_the_client_got_and_the_reason_that_it_did_not()
    {
        using var log = new LogLines();
        await using var host = await server.StartAsync(
            static options => options.AllowFetch = true, extend: builder => builder.Logging.AddProvider(log));
        using var client = new HttpClient { BaseAddress = host.Address };

        await client.PostAsync("/v1/embeddings", """{"input":{"image":"AAAA"}}""").JsonAsync(400);
        var answer = await client.PostAsync("/v1/embeddings", """{"input":{"image":"http://127.0.0.1:9/x.jpg?k=v"}}""")
            .JsonAsync(400);

        Assert.DoesNotContain("127.0.0.1", answer.ToString());
        var refusals = log.Lines.Where(static line =>
            line.StartsWith("POST /v1/embeddings answered 4", StringComparison.Ordinal)
                && !line.EndsWith(" ms", StringComparison.Ordinal)).ToList();
        Assert.All(refusals, static line => Assert.Contains("answered 400", line));
        Assert.Equal(2, refusals.Count);
        Assert.Contains("http://127.0.0.1:9/x.jpg: The address is not public.", refusals[1]);
    }
}
