package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

const (
	// checkEvery is how often idle workers look for jobs; asynq's own second would be felt.
	checkEvery = 100 * time.Millisecond
	// lossRetries is how often asynq itself repeats a task that it lost sight of. With 0 it would archive it.
	lossRetries = 25
	// queuePrefix keeps apart what others keep in the same Redis.
	queuePrefix = "fleetbox:"
)

// broker is the queue itself: asynq on the Redis inside this process, or on a real one.
type broker struct {
	redis     redis.UniversalClient
	client    *asynq.Client
	inspector *asynq.Inspector
	servers   []*asynq.Server
	embedded  *embeddedRedis // nil with a real Redis
}

// openBroker starts one server a queue, because only a server of its own keeps a queue to its number of workers.
func openBroker(o Options, queues map[string]int, log *slog.Logger, process func(queue, id string)) (*broker, error) {
	b := &broker{}
	if o.Redis == "" {
		b.embedded = startEmbeddedRedis()
		b.redis = b.embedded.client()
	} else {
		options, err := redis.ParseURL(o.Redis)
		if err != nil {
			return nil, errors.New("the address of the Redis server is not valid") // err may show its password
		}
		options.MinRetryBackoff = checkEvery // asynq asks again at once when Redis is away
		options.MaxRetryBackoff = time.Second
		b.redis = redis.NewClient(options)
	}
	b.client = asynq.NewClientFromRedisClient(b.redis)
	b.inspector = asynq.NewInspectorFromRedisClient(b.redis)
	for name, concurrency := range queues {
		server := asynq.NewServerFromRedisClient(b.redis, asynq.Config{
			Concurrency:              concurrency,
			Queues:                   map[string]int{queuePrefix + name: 1},
			TaskCheckInterval:        checkEvery,
			DelayedTaskCheckInterval: time.Second,
			ShutdownTimeout:          o.ShutdownTimeout,
			RetryDelayFunc:           func(int, error, *asynq.Task) time.Duration { return time.Second },
			Logger:                   asynqLog{log},
			LogLevel:                 asynq.WarnLevel,
		})
		err := server.Start(asynq.HandlerFunc(func(_ context.Context, t *asynq.Task) error {
			process(name, string(t.Payload()))
			return nil
		}))
		if err != nil {
			b.finish()
			b.close()
			return nil, err
		}
		b.servers = append(b.servers, server)
	}
	return b, nil
}

// offer puts a job into its queue. It is accepted as well when it lies there already. It is not when the queue still
// holds it as running, which ends when the queue has noticed that it does not.
func (b *broker) offer(ctx context.Context, queue, kind, id string, timeout time.Duration) (accepted bool, err error) {
	queue = queuePrefix + queue
	// The outbox decides about timeouts and retries. These only matter when asynq loses sight of a task.
	options := []asynq.Option{asynq.Queue(queue), asynq.TaskID(id), asynq.Timeout(timeout + time.Minute), asynq.MaxRetry(lossRetries)}
	enqueue := func() error {
		_, err := b.client.EnqueueContext(ctx, asynq.NewTask(kind, []byte(id)), options...)
		return err
	}
	err = enqueue()
	if !errors.Is(err, asynq.ErrTaskIDConflict) {
		return err == nil, err
	}
	info, err := b.inspector.GetTaskInfo(queue, id)
	if errors.Is(err, asynq.ErrTaskNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	switch info.State {
	case asynq.TaskStateActive:
		return false, nil
	case asynq.TaskStateArchived, asynq.TaskStateCompleted:
		if err := b.inspector.DeleteTask(queue, id); err != nil {
			return false, err
		}
		err := enqueue()
		return err == nil, err
	default:
		return true, nil
	}
}

// finish takes no more jobs and waits for those that run, at most for the time given to openBroker.
func (b *broker) finish() {
	var all sync.WaitGroup
	for _, server := range b.servers {
		all.Go(server.Shutdown)
	}
	all.Wait()
}

func (b *broker) close() {
	_ = b.redis.Close() // nothing is kept in it that matters
	if b.embedded != nil {
		b.embedded.close()
	}
}

// embeddedRedis lives in this process and is reached through pipes: it opens no port.
type embeddedRedis struct {
	server *miniredis.Miniredis
	stop   chan struct{}
	done   chan struct{}
}

func startEmbeddedRedis() *embeddedRedis {
	e := &embeddedRedis{server: miniredis.NewMiniRedis(), stop: make(chan struct{}), done: make(chan struct{})}
	go e.passTime()
	return e
}

// passTime lets keys expire, which miniredis does not do by itself.
func (e *embeddedRedis) passTime() {
	defer close(e.done)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-e.stop:
			return
		case now := <-ticker.C:
			e.server.FastForward(now.Sub(last))
			last = now
		}
	}
}

// client is for asynq alone: a long pipeline of commands would block on the pipe.
func (e *embeddedRedis) client() *redis.Client {
	return redis.NewClient(&redis.Options{
		Dialer:          func(context.Context, string, string) (net.Conn, error) { return e.server.Dial() },
		DisableIdentity: true,
	})
}

func (e *embeddedRedis) close() {
	close(e.stop)
	<-e.done
	e.server.Close()
}

// asynqLog passes asynq's complaints on. What it calls fatal is not: the outbox outlives the queue.
type asynqLog struct{ log *slog.Logger }

func (l asynqLog) Debug(args ...any) { l.log.Debug("queue: " + fmt.Sprint(args...)) }
func (l asynqLog) Info(args ...any)  { l.log.Debug("queue: " + fmt.Sprint(args...)) }
func (l asynqLog) Warn(args ...any)  { l.log.Warn("queue: " + fmt.Sprint(args...)) }
func (l asynqLog) Error(args ...any) { l.log.Error("queue: " + fmt.Sprint(args...)) }
func (l asynqLog) Fatal(args ...any) { l.log.Error("queue: " + fmt.Sprint(args...)) }

// LogRedis sends what the Redis client has to say to log, which without it goes to the standard error in a form of its
// own. The client knows one log for the whole process, so this is called once, before any queue runs.
func LogRedis(log *slog.Logger) { redis.SetLogger(redisLog{log}) }

// redisLog keeps quiet about what the queue reports itself, and less often: that Redis cannot be reached.
type redisLog struct{ log *slog.Logger }

func (l redisLog) Printf(ctx context.Context, format string, args ...any) {
	l.log.DebugContext(ctx, "redis: "+fmt.Sprintf(format, args...))
}
