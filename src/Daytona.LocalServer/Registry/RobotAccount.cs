using System.Security.Cryptography;

namespace Daytona.Local.Registry;

/// <summary>A temporary account of the image registry, as push access hands it out.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="Secret">The password.</param>
/// <param name="Project">The only project it may use.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record RobotAccount(string UserName, string Secret, string Project, DateTimeOffset ExpiresAt)
{
    public static RobotAccount Create(string project, DateTimeOffset now) => new(
        $"robot${project}+temp-push-robot-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}",
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        project,
        now.AddHours(1));

    public bool MayUse(string repository) => repository.StartsWith(Project + "/", StringComparison.Ordinal);
}
