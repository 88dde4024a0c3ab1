package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/redis/go-redis/v9"
)

// LogRedis sends what the Redis client has to say to log, which without it goes to the standard error in a form of its
// own. The client knows one log for the whole process, so this is called once, before any queue runs.
func LogRedis(log *slog.Logger) { redis.SetLogger(redisLog{log}) }

// redisLog keeps quiet about what the queue reports itself, and less often: that Redis cannot be reached.
type redisLog struct{ log *slog.Logger }

func (l redisLog) Printf(ctx context.Context, format string, args ...any) {
	l.log.DebugContext(ctx, "the Redis client reports", "text", fmt.Sprintf(format, args...))
}

// asynqLog passes asynq's complaints on. What it calls fatal is not: the outbox outlives the queue.
type asynqLog struct{ log *slog.Logger }

func (l asynqLog) Debug(...any) {}

func (l asynqLog) Info(...any) {}

func (l asynqLog) Warn(args ...any) {
	l.log.Warn("the queue reports", "text", fmt.Sprint(args...))
}

func (l asynqLog) Error(args ...any) {
	l.log.Error("the queue reports", "text", fmt.Sprint(args...))
}

func (l asynqLog) Fatal(args ...any) { l.Error(args...) }

// gocronLog passes gocron's complaints on.
type gocronLog struct{ log *slog.Logger }

func (l gocronLog) Debug(string, ...any) {}

func (l gocronLog) Info(string, ...any) {}

func (l gocronLog) Warn(text string, args ...any) {
	l.log.Warn("the schedules report", append([]any{"text", text}, args...)...)
}

func (l gocronLog) Error(text string, args ...any) {
	l.log.Error("the schedules report", append([]any{"text", text}, args...)...)
}
