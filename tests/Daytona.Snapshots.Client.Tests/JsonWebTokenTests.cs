using Daytona.Snapshots.Client.Tests.Json;
using System.Globalization;
using System.Text;
using CsCheck;

namespace Daytona.Snapshots.Client.Tests;

public sealed class JsonWebTokenTests
{
    [Fact]
    public void A_token_has_a_user_and_an_expiry_time()
    {
        JsonWebToken token = Read("""{"sub":"auth0|1","email":"bob@example.com","exp":1790000000}""")!;

        Assert.Equal("bob@example.com", token.User);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000).LocalDateTime, token.ExpiresAt);
    }

    [Theory]
    [InlineData("""{"name":"Bob","sub":"1"}""", "Bob")]
    [InlineData("""{"sub":"auth0|1"}""", "auth0|1")]
    [InlineData("""{"email":null,"sub":"1"}""", "1")]
    [InlineData("{}", null)]
    public void The_user_is_the_email_the_name_or_the_subject(string payload, string? user)
    {
        JsonWebToken token = Read(payload)!;

        Assert.Equal(user, token.User);
        Assert.Null(token.ExpiresAt);
    }

    [Theory]
    [InlineData("dtn_0123456789abcdef")]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d")]
    [InlineData("..")]
    public void An_API_key_is_not_a_token(string text)
    {
        Assert.Null(JsonWebToken.TryRead(text));
    }

    [Fact]
    public void Reading_a_token_never_throws()
    {
        Gen<string> payload = Gen.OneOf(
            Gen.String,
            Gen.Double.Select(static exp => "{\"exp\":" + exp.ToString("R", CultureInfo.InvariantCulture) + "}"),
            Gen.Long.Select(static exp => "{\"exp\":" + exp.ToString(CultureInfo.InvariantCulture) + "}"),
            Gen.Const("{\"email\":{}}"));

        payload.Sample(static text => _ = Read(text), iter: Fuzz.Iterations);
        Gen.String.Sample(static text => _ = JsonWebToken.TryRead(text), iter: Fuzz.Iterations);
    }

    private static JsonWebToken? Read(string payload) => JsonWebToken.TryRead(
        "eyJhbGciOiJSUzI1NiJ9." + Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=').Replace('+', '-').Replace('/', '_') + ".sig");

    [Fact]
    public void A_mutated_payload_is_read_or_refused()
    {
        JsonMutation.Of(["""{"email":"a@example.com","name":"a","sub":"1","exp":1700000000}"""]).Sample(
            static payload => JsonWebToken.TryRead($"e.{Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=')}.s") is var token
                && (token is null || token.ExpiresAt is null || token.ExpiresAt.Value.Kind == DateTimeKind.Local),
            iter: Fuzz.Iterations);
    }
}
